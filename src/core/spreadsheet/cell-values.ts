const dayMs = 86_400_000
// Excel counts days from 1899-12-30, because it believes that 1900 had a 29th of February; old Macs from 1904.
const epochs = { windows: Date.UTC(1899, 11, 30), mac: Date.UTC(1904, 0, 1) } as const

/** Formats of numbers that are dates, of those every workbook knows (ECMA-376 18.8.30). */
const dateFormats = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58])

/** Whether a number in this format is a date: one known as such, or one written with years, months and days. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return dateFormats.has(id)
  const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
  return /y/i.test(plain) || (/m/i.test(plain) && /d/i.test(plain))
}

/** A day of Excel's calendar as a date, `YYYY-MM-DD`; undefined when it is none. */
export function dateOfSerial(serial: number, is1904: boolean): string | undefined {
  if (!(serial >= 1 && serial < 2_958_466)) return undefined
  return new Date((is1904 ? epochs.mac : epochs.windows) + Math.floor(serial) * dayMs).toISOString().slice(0, 10)
}

/** Whether a number has more digits than Excel keeps: an ID number typed without text format. */
export function isCutNumber(written: string): boolean {
  const value = Math.abs(Number(written))
  return Number.isFinite(value) && value >= 1e15
}

/** Whether a number, or what CSV has of one, may be a January as it stands or an October without its nought. */
export const isCutMonth = (plain: string): boolean => /^\d{4}\.1$/.test(plain)

/** Whether a text is what Excel shows in place of a value that it cannot have. */
export const isErrorValue = (text: string): boolean => /^#(?:N\/A|DIV\/0!|NAME\?|GETTING_DATA|[A-Z]{3,}!)$/.test(text)

/** A number as a person would write it: no exponent, no rounding dust. */
export function plainNumber(written: string): string {
  const value = Number(written)
  if (!Number.isFinite(value)) return written
  return Number.isInteger(value) ? BigInt(value).toString() : String(Number(value.toPrecision(15)))
}

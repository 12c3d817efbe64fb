/** A unit's name as its seal shows it: in one Unicode form, and without blanks (S2-11: 单位名称中不能有空格). */
export const tidyUnitName = (text: string): string => text.normalize('NFC').replace(/\s+/gu, '')

// GB 32100-2015: 18 characters; GB 11714-1997: 8 and a check character, often written behind a hyphen.
const usualLengths: ReadonlySet<number> = new Set([18, 9])

/** How many characters an organisation code has, when that is neither the old nor the new length. */
export function unusualLength(orgCode: string): number | undefined {
  const { length } = orgCode.replaceAll('-', '').trim()
  return length === 0 || usualLengths.has(length) ? undefined : length
}

/** Values of one row by field key. A field that is not filled is absent; all values are strings. */
export type Row = Readonly<Record<string, string>>

/** UTF-16 units of the longest value a record holds: far more than any field takes, and a bound for every reader. */
export const longestValue = 2000

/** Rows a sheet may hold. */
export const mostRows = 200

/** Keys of the sheets that hold many rows, in the order of the form. */
export const rowSheets = ['education', 'titles', 'qualifications', 'awards', 'honors'] as const

/** Key of a sheet that holds many rows. */
export type RowSheet = (typeof rowSheets)[number]

/**
 * 记录: one person's six sheets (DESIGN §5).
 * Codes are code strings; dates are `YYYY-MM-DD` or `YYYY-MM`; text is NFC.
 */
export interface PersonRecord {
  readonly scheme: string
  readonly schemeVersion: string
  readonly id: string
  readonly basic: Row
  readonly education: readonly Row[]
  readonly titles: readonly Row[]
  readonly qualifications: readonly Row[]
  readonly awards: readonly Row[]
  readonly honors: readonly Row[]
  /** Names of the codes used, by table and code, so that the record stays readable when a table changes. */
  readonly names?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** A record with nothing filled in. */
export function emptyRecord(identity: Pick<PersonRecord, 'scheme' | 'schemeVersion' | 'id'>): PersonRecord {
  return { ...identity, basic: {}, education: [], titles: [], qualifications: [], awards: [], honors: [] }
}

/** Whether nothing at all is filled in. */
export function isBlankRecord(record: PersonRecord): boolean {
  return [record.basic, ...rowSheets.flatMap((sheet) => record[sheet])].every((row) =>
    Object.values(row).every((value) => value === ''),
  )
}

/** Whether a sheet has more rows than it may hold, so that nothing could read the record again. */
export const isTooLong = (record: PersonRecord): boolean => rowSheets.some((sheet) => record[sheet].length > mostRows)

/** Whether the sheet holds many rows. */
export function isRowSheet(key: string): key is RowSheet {
  return rowSheets.some((sheet) => sheet === key)
}

/** The rows of any sheet; the single sheet counts as one row. */
export function rowsOf(record: PersonRecord, sheet: string): readonly Row[] {
  if (sheet === 'basic') return [record.basic]
  return isRowSheet(sheet) ? record[sheet] : []
}

/**
 * Where something stands in a record: a field (`basic.idNumber`, `titles[1].reviewCommittee`),
 * a row (`titles[1]`), a sheet (`titles`) or the whole record (empty).
 */
export interface FieldPath {
  readonly sheet: string
  readonly row?: number
  readonly field?: string
}

const pattern = /^([a-zA-Z]+)(?:\[(\d{1,4})\])?(?:\.([a-zA-Z]\w*))?$/

function readPath(text: string): FieldPath | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const [, sheet = '', row, field] = match
  return { sheet, ...(row !== undefined && { row: Number(row) }), ...(field !== undefined && { field }) }
}

// A form asks for the same paths with each key; files of many people name no more than a few thousand.
const known = new Map<string, FieldPath>()
const mostKnown = 5000

/** Reads a path as written in issues and files; undefined when it is none. */
export function parsePath(text: string): FieldPath | undefined {
  const standing = known.get(text)
  if (standing) return standing
  const path = readPath(text)
  if (!path) return undefined
  if (known.size >= mostKnown) known.clear()
  known.set(text, path)
  return path
}

/** Writes a path; `basic` is written without a row number. */
export function formatPath({ sheet, row, field }: FieldPath): string {
  const position = row === undefined || sheet === 'basic' ? '' : `[${row}]`
  return `${sheet}${position}${field === undefined ? '' : `.${field}`}`
}

/** Whether a field of a sheet belongs to one of these places; each may name a sheet, a row of one, or a field. */
export function isAmong(
  places: Iterable<string>,
  { sheet, row, field }: { sheet: string; row: number; field: string },
) {
  const names = [sheet, `${sheet}[${row}]`, `${sheet}[${row}].${field}`, ...(row === 0 ? [`${sheet}.${field}`] : [])]
  const wanted = new Set(places)
  return names.some((name) => wanted.has(name))
}

import { fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { parsePath } from './field-path.ts'

/** A row of a sheet as it is named on paper, whatever the language of the screen. */
export const officialRow = (position: number): string => `第 ${position} 条`

/** Names a place in the record by the texts of a scheme, and a row by its position from one. */
export function placeIn(scheme: Scheme, text: string, rowNamed: (position: number) => string): string {
  const path = parsePath(text)
  const sheet = path && sheetByKey(scheme, path.sheet)
  if (!path || !sheet) return ''
  const field = path.field === undefined ? undefined : fieldByKey(sheet, path.field)
  const row = path.row === undefined ? '' : ` ${rowNamed(path.row + 1)}`
  return `${sheet.title}${row}${field ? ` · ${field.label}` : ''}`
}

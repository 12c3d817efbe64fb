import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { parsePath } from '#core/record/field-path.ts'
import { fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { recordWords } from './words.zh-CN.ts'

/** Names a place in the record by the texts of a scheme, and a row by its position from one. */
export function placeIn(scheme: Scheme, text: string, rowNamed: (position: number) => string): string {
  const path = parsePath(text)
  const sheet = path && sheetByKey(scheme, path.sheet)
  if (!path || !sheet) return ''
  const field = path.field === undefined ? undefined : fieldByKey(sheet, path.field)
  const row = path.row === undefined ? '' : ` ${rowNamed(path.row + 1)}`
  return `${sheet.title}${row}${field ? ` · ${field.label}` : ''}`
}

/** Names a place in the record for people: “专业技术资格信息 第 2 条 · 评审会”. */
export function usePlaceName(): (path: string) => string {
  const { scheme } = useSchemeStore()
  return (text) => placeIn(scheme, text, recordWords.row)
}

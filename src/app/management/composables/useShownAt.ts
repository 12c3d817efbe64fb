import { shownValue } from '#app/shared/form/shown-value.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { parsePath } from '#core/record/field-path.ts'
import { fieldByKey, sheetByKey } from '#core/scheme/scheme.ts'
import { casesWords } from '../words/cases.zh-CN.ts'

/** Tells a value in words, by its place in the record. */
export function useShownAt(): (path: string, value: string) => string {
  const scheme = useSchemeStore()
  return (path, value) => {
    const at = parsePath(path)
    const sheet = at && sheetByKey(scheme.scheme, at.sheet)
    const field = sheet && at.field !== undefined ? fieldByKey(sheet, at.field) : undefined
    if (value === '') return casesWords.blank
    return field ? shownValue(field, value, scheme.lookup) : visibleText(value)
  }
}

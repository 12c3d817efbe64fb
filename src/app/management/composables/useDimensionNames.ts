import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { shownValue } from '#app/shared/form/shown-value.ts'
import { fieldByKey, sheetByKey } from '#core/scheme/scheme.ts'
import { totalsWords as words } from '../words/report.zh-CN.ts'

/** Names what people are counted by, and its values: `titles.titleLevel`, `age`. */
export function useDimensionNames() {
  const scheme = useSchemeStore()

  function fieldOf(name: string) {
    const [sheetKey = '', key = ''] = name.split('.')
    const sheet = sheetByKey(scheme.scheme, sheetKey)
    return { sheet, field: sheet && fieldByKey(sheet, key) }
  }

  function nameOf(name: string): string {
    if (name === 'age') return words.age
    const { sheet, field } = fieldOf(name)
    return sheet && field ? words.field(sheet.title, field.label) : name
  }

  function valueOf(name: string, value: string): string {
    if (value === '') return words.blank
    const { field } = fieldOf(name)
    return field ? shownValue(field, value, scheme.lookup) : value
  }

  return { nameOf, valueOf }
}

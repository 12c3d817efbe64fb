import { shownValue } from '#app/shared/form/shown-value.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { caseStates } from '#core/review/case-state.ts'
import { ageGroups } from '#core/review/dimension.ts'
import type { Counted, TotalsSpeech } from '#core/review/totals.ts'
import { fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { dimensionWords, officialDimensionWords } from '../words/dimensions.zh-CN.ts'

type Words = typeof dimensionWords | typeof officialDimensionWords

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byPeople = (a: Counted, b: Counted): number => b.people - a.people || byText(a.value, b.value)
const states: readonly string[] = caseStates

function fieldOf(scheme: Scheme, name: string) {
  const [sheetKey = '', key = '', way = ''] = name.split('.')
  const sheet = sheetByKey(scheme, sheetKey)
  return { sheet, field: sheet && fieldByKey(sheet, key), way }
}

function nameIn(scheme: Scheme, words: Words): (name: string) => string {
  return (name) => {
    if (name === 'age') return words.age
    if (name === 'state') return words.state
    const { sheet, field, way } = fieldOf(scheme, name)
    if (!sheet || !field) return name
    const plain = words.field(sheet.title, field.label)
    if (way === '') return plain
    return way === 'city' ? words.byCity(plain) : words.anyRow(plain)
  }
}

/**
 * Names what people are counted by, and its values: `titles.titleLevel`, `awards.awardLevel.any`, `age`. On paper they
 * are official whatever the language of the screen.
 */
export function useDimensionNames(where: 'screen' | 'paper' = 'screen'): TotalsSpeech {
  const store = useSchemeStore()
  const scheme = where === 'screen' ? store.scheme : store.officialScheme
  const words: Words = where === 'screen' ? dimensionWords : officialDimensionWords

  function valueOf(name: string, value: string): string {
    if (value === '') return words.blank
    if (name === 'age') return words.ages[ageGroups.find((group) => group === value) ?? '61-']
    if (name === 'state') return words.states[caseStates.find((state) => state === value) ?? 'received']
    const { field } = fieldOf(scheme, name)
    if (!field) return visibleText(value)
    const table = field.kind === 'code' ? store.lookup.table(field.table) : undefined
    return table && !table.has(value) ? words.unknownCode(visibleText(value)) : shownValue(field, value, store.lookup)
  }

  /** Codes as their table has them, states as they follow, names of units by how many people they have. */
  function compare(name: string): (a: Counted, b: Counted) => number {
    if (name === 'state') return (a, b) => states.indexOf(a.value) - states.indexOf(b.value)
    const isCoded = name === 'age' || fieldOf(scheme, name).field?.kind === 'code'
    return isCoded ? (a, b) => byText(a.value, b.value) : byPeople
  }

  return { nameOf: nameIn(scheme, words), valueOf, compare }
}

import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { shownValue } from '#app/shared/form/shown-value.ts'
import { formatShortDay } from '#app/shared/format-instant.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import type { ListColumn } from '#core/review/people-view.ts'
import { fieldByKey, sheetByKey } from '#core/scheme/scheme.ts'

/** Widths of the columns; units grow with the room there is. */
const widths: { readonly [C in ListColumn]: string } = {
  idNumber: '9.5rem',
  gender: '3.5rem',
  birthDate: '6.5rem',
  employer: 'minmax(7rem, 1.2fr)',
  revision: '4rem',
  findings: '2.75rem',
  unticked: '5rem',
  changedAt: '6.5rem',
  state: '3.75rem',
}

/** The grid of a line: who, then what was chosen. */
export const gridOf = (columns: readonly ListColumn[]): string =>
  ['minmax(5rem, 1.3fr)', ...columns.map((column) => widths[column])].join(' ')

/** What stands in the cells of the list. */
export function useListCells() {
  const store = useSchemeStore()
  const basic = sheetByKey(store.scheme, 'basic')
  const gender = basic && fieldByKey(basic, 'gender')

  return (row: ListedCase, column: Exclude<ListColumn, 'findings' | 'state'>): string => {
    switch (column) {
      case 'gender':
        return gender ? shownValue(gender, row.gender, store.lookup) : row.gender
      case 'employer':
      case 'idNumber':
      case 'birthDate':
        return visibleText(row[column])
      case 'revision':
        return `r${row.revision}`
      case 'unticked':
        return row.unticked === 0 ? '' : String(row.unticked)
      case 'changedAt':
        return formatShortDay(row.changedAt)
    }
  }
}

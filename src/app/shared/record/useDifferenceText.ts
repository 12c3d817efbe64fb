import { shownValue } from '#app/shared/form/shown-value.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { Difference, Side } from '#core/record/compare-records.ts'
import { fieldByKey, sheetByKey } from '#core/scheme/scheme.ts'
import { recordWords } from './words.zh-CN.ts'

const rowNamed = (row: number | undefined): string => (row === undefined ? '' : ` ${recordWords.row(row + 1)}`)

/** Says where two records differ, and what stands on each side, with labels and names of codes. */
export function useDifferenceText() {
  const schemeStore = useSchemeStore()

  /** Numbered as on the side that is in sight elsewhere, if it has the row. */
  function nameOf({ sheet, mineRow, theirsRow, field }: Difference, inSight: Side = 'mine'): string {
    const asked = sheetByKey(schemeStore.scheme, sheet)
    const row = inSight === 'mine' ? (mineRow ?? theirsRow) : (theirsRow ?? mineRow)
    const place = sheet === 'basic' ? '' : rowNamed(row)
    const label = field === undefined ? recordWords.wholeRow : asked && fieldByKey(asked, field)?.label
    return `${asked?.title ?? sheet}${place} · ${label ?? field}`
  }

  function valueIn(sheetKey: string, key: string, value: string): string {
    const asked = sheetByKey(schemeStore.scheme, sheetKey)
    const field = asked && fieldByKey(asked, key)
    return field ? shownValue(field, value, schemeStore.lookup) : value
  }

  function shown({ sheet, field }: Difference, value: Difference['mine']): string {
    if (value === undefined) return recordWords.notFilled
    if (typeof value === 'string') return field === undefined ? value : valueIn(sheet, field, value)
    return Object.entries(value)
      .map(([key, text]) => valueIn(sheet, key, text))
      .join(' · ')
  }

  /** Where a row stands on one side, told only where the sides do not number it alike. */
  const rowOn = (side: Side, { mineRow, theirsRow }: Difference): string =>
    mineRow === theirsRow ? '' : rowNamed(side === 'mine' ? mineRow : theirsRow)

  return { nameOf, rowOn, shown }
}

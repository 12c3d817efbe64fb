import { computed, shallowRef } from 'vue'
import { columnLabel, rosterColumnsOf } from '#core/review/roster-columns.ts'
import { type RosterColumn, usualRosterColumns } from '#core/review/roster.ts'
import { type Field, fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'

const nameOf = ({ sheet, field }: RosterColumn): string => `${sheet}.${field}`

/** The columns of a roster as they are chosen, none without a field of the scheme. */
export function chosenColumns(scheme: Scheme) {
  function fieldOf(column: RosterColumn): Field | undefined {
    const sheet = sheetByKey(scheme, column.sheet)
    return sheet && fieldByKey(sheet, column.field)
  }
  const usual = usualRosterColumns.filter(fieldOf)
  const columns = shallowRef<readonly RosterColumn[]>(usual)
  /** Names of columns of the layout chosen that the scheme has no field for any more. */
  const dropped = shallowRef<readonly string[]>([])
  const offered = computed(() => {
    const chosen = new Set(columns.value.map(nameOf))
    return rosterColumnsOf(scheme)
      .map(({ sheet, field }): RosterColumn => ({ sheet, field }))
      .filter((column) => !chosen.has(nameOf(column)))
  })

  /** Those of a layout; the usual ones where nothing is left of it. */
  function choose(wanted: readonly RosterColumn[]): void {
    const known = wanted.filter(fieldOf)
    columns.value = known.length > 0 ? known : usual
    dropped.value = wanted.filter((column) => !fieldOf(column)).map(nameOf)
  }

  function add(column: RosterColumn): void {
    columns.value = [...columns.value, column]
  }

  function remove(at: number): void {
    columns.value = columns.value.filter((_, index) => index !== at)
  }

  function move(at: number, by: 1 | -1): void {
    const moved = columns.value[at]
    const others = columns.value.filter((_, index) => index !== at)
    if (moved && at + by >= 0) columns.value = [...others.slice(0, at + by), moved, ...others.slice(at + by)]
  }

  return {
    columns,
    dropped,
    offered,
    titleOf: (column: RosterColumn) => columnLabel(column, scheme),
    choose,
    add,
    remove,
    move,
  }
}

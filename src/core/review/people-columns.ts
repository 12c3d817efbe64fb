import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { ageGroupOf, cityOf, type Dimension, type DimensionName, dimensionsOf } from './dimension.ts'
import { type FieldPlace, fieldValue } from './field-value.ts'
import type { Totals, TotalsCell, TotalsQuery } from './totals.ts'

type Numbers = Uint8Array | Uint16Array | Uint32Array

const blank: readonly string[] = ['']
/** Pairs up to so many are counted in an array, more of them in a map. */
const mostDense = 2_097_152
const firstSize = 1024

/** One column of all people: each holds the number of a set of values, of which there are few different ones. */
class Column {
  readonly sets: (readonly string[])[] = [blank]
  readonly #known = new Map<string, number>([['', 0]])
  #ids: Numbers = new Uint8Array(firstSize)

  get ids(): Numbers {
    return this.#ids
  }

  set(slot: number, values: readonly string[]): void {
    this.setNumber(slot, this.numberOf(values))
  }

  /** Sets what the column knows by its number already. */
  setNumber(slot: number, number: number): void {
    this.#reach(slot)
    this.#ids[slot] = number
  }

  /** The number of a set of values; a new one may widen the array. */
  numberOf(values: readonly string[]): number {
    const key = values.length === 1 ? (values[0] ?? '') : [...values].sort().join('\u0000')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const next = this.sets.length
    this.sets.push(values)
    this.#known.set(key, next)
    // The numbers stay as narrow as their count allows.
    if (next === 256) this.#ids = Uint16Array.from(this.#ids)
    if (next === 65_536) this.#ids = Uint32Array.from(this.#ids)
    return next
  }

  #reach(slot: number): void {
    if (slot < this.#ids.length) return
    const size = Math.max(slot + 1, this.#ids.length * 2)
    const grown =
      this.#ids instanceof Uint8Array
        ? new Uint8Array(size)
        : this.#ids instanceof Uint16Array
          ? new Uint16Array(size)
          : new Uint32Array(size)
    grown.set(this.#ids)
    this.#ids = grown
  }
}

/**
 * A column as a query sees it: the different groups, and the sets put together by the groups they fall into. Ages make
 * eight classes of ten thousand birth dates.
 */
interface Grouped {
  readonly ids: Numbers
  readonly values: readonly string[]
  readonly classOfSet: Uint32Array
  readonly groupsOfClass: readonly (readonly number[])[]
}

/** Numbers things as they come, the same thing always alike. */
function makeNumbers() {
  const numbers = new Map<string, number>()
  return (name: string): number => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, numbers.size)
    return numbers.size - 1
  }
}

function groupColumn({ ids, sets }: Column, group: (value: string) => string): Grouped {
  const numberOfGroup = makeNumbers()
  const numberOfClass = makeNumbers()
  const values: string[] = []
  const groupsOfClass: (readonly number[])[] = []
  const classOfSet = Uint32Array.from(sets, (set) => {
    const groups = [...new Set(set.map(group))]
    const numbers = groups.map((value) => {
      const number = numberOfGroup(value)
      values[number] = value
      return number
    })
    const found = numberOfClass(numbers.sort((a, b) => a - b).join())
    groupsOfClass[found] = numbers
    return found
  })
  return { ids, values, classOfSet, groupsOfClass }
}

/** How many people are in each class. */
function countClasses({ ids, classOfSet, groupsOfClass }: Grouped, slots: Uint32Array): Uint32Array {
  const counts = new Uint32Array(groupsOfClass.length)
  for (const slot of slots) {
    const found = classOfSet[ids[slot] ?? 0] ?? 0
    counts[found] = (counts[found] ?? 0) + 1
  }
  return counts
}

/** People under each group: whoever has several values counts once under each. */
function countGroups(grouped: Grouped, slots: Uint32Array): Uint32Array {
  const byClass = countClasses(grouped, slots)
  const counts = new Uint32Array(grouped.values.length)
  for (const [found, groups] of grouped.groupsOfClass.entries()) {
    for (const group of groups) counts[group] = (counts[group] ?? 0) + (byClass[found] ?? 0)
  }
  return counts
}

/** How many people are in each pair of classes, by `row * classes of the column + column`. */
function countPairs(row: Grouped, column: Grouped, slots: Uint32Array): Iterable<readonly [number, number]> {
  const width = column.groupsOfClass.length
  const pairOf = (slot: number): number =>
    (row.classOfSet[row.ids[slot] ?? 0] ?? 0) * width + (column.classOfSet[column.ids[slot] ?? 0] ?? 0)
  if (row.groupsOfClass.length * width > mostDense) {
    const sparse = new Map<number, number>()
    for (const slot of slots) {
      const pair = pairOf(slot)
      sparse.set(pair, (sparse.get(pair) ?? 0) + 1)
    }
    return sparse
  }
  const dense = new Uint32Array(row.groupsOfClass.length * width)
  for (const slot of slots) {
    const pair = pairOf(slot)
    dense[pair] = (dense[pair] ?? 0) + 1
  }
  return dense.entries()
}

function countCells(row: Grouped, column: Grouped, slots: Uint32Array): ReadonlyMap<number, number> {
  const cells = new Map<number, number>()
  const width = column.groupsOfClass.length
  for (const [pair, people] of countPairs(row, column, slots)) {
    if (people === 0) continue
    for (const rowGroup of row.groupsOfClass[Math.floor(pair / width)] ?? []) {
      for (const columnGroup of column.groupsOfClass[pair % width] ?? []) {
        const cell = rowGroup * column.values.length + columnGroup
        cells.set(cell, (cells.get(cell) ?? 0) + people)
      }
    }
  }
  return cells
}

/** Whether each set holds this group. */
function setsWith({ values, classOfSet, groupsOfClass }: Grouped, value: string): readonly boolean[] {
  const wanted = values.indexOf(value)
  return Array.from(classOfSet, (found) => groupsOfClass[found]?.includes(wanted) ?? false)
}

const columnNameOf = ({ name, place }: Dimension): string =>
  place ? `${place.sheet}.${place.field}.${place.row ?? 'highest'}` : name

/** One column of some people as it is kept: the different sets of values, and the number of each person's set. */
export interface KeptColumn {
  readonly name: string
  readonly sets: readonly (readonly string[])[]
  readonly ids: readonly number[]
}

/** The columns of people whose texts lie together, in the order of the texts. */
export type BlockColumns = readonly KeptColumn[]

/** The columns of some records, to be kept beside them. */
function keptColumnsOf(
  records: readonly PersonRecord[],
  placed: readonly { readonly name: string; readonly place: FieldPlace }[],
): BlockColumns {
  return placed.map(({ name, place }) => {
    const column = new Column()
    for (const [at, record] of records.entries()) column.set(at, fieldValue(record, place))
    return { name, sets: column.sets, ids: Array.from(column.ids.subarray(0, records.length)) }
  })
}

/** A column for each thing people can be counted by; several dimensions may read one. */
function emptyColumns(scheme: Scheme) {
  const dimensions = new Map(dimensionsOf(scheme).map((dimension) => [dimension.name, dimension]))
  const columns = new Map<string, Column>()
  const placed: { readonly name: string; readonly column: Column; readonly place: FieldPlace }[] = []
  for (const dimension of dimensions.values()) {
    const name = columnNameOf(dimension)
    if (columns.has(name)) continue
    const column = new Column()
    columns.set(name, column)
    if (dimension.place) placed.push({ name, column, place: dimension.place })
  }
  return { dimensions, columns, placed }
}

/** Which texts of a block are whose: slots, and the positions of their texts. */
export interface PlacesInBlock {
  readonly slots: Uint32Array
  readonly positions: Uint32Array
}

function takeKept(
  placed: readonly { readonly name: string; readonly column: Column }[],
  block: BlockColumns,
  { slots, positions }: PlacesInBlock,
): boolean {
  if (block.length !== placed.length || placed.some(({ name }, at) => block[at]?.name !== name)) return false
  for (const [at, { column }] of placed.entries()) {
    const { sets = [], ids = [] } = block[at] ?? {}
    const numbers = sets.map((values) => column.numberOf(values))
    for (const [index, slot] of slots.entries()) {
      column.setNumber(slot, numbers[ids[positions[index] ?? -1] ?? 0] ?? 0)
    }
  }
  return true
}

/**
 * The people of a unit as columns of small numbers, one for each thing they can be counted by: some bytes a person
 * and column, whatever their records weigh. People are known by slots, numbers their keeper gives them.
 */
export function makePeopleColumns(scheme: Scheme) {
  const { dimensions, columns, placed } = emptyColumns(scheme)

  function grouped(name: DimensionName, on: string): Grouped {
    const dimension = dimensions.get(name)
    const column = dimension && columns.get(columnNameOf(dimension))
    if (!dimension || !column) return groupColumn(new Column(), (value) => value)
    if (dimension.group === 'age') return groupColumn(column, (birthDate) => ageGroupOf(birthDate, on))
    return groupColumn(column, dimension.group === 'city' ? cityOf : (value) => value)
  }

  return {
    /** Takes a record in; an earlier one of the same slot is forgotten. */
    put(slot: number, record: PersonRecord): void {
      for (const { column, place } of placed) column.set(slot, fieldValue(record, place))
    },

    /** What is to be kept of these records, in their order. */
    columnsOf: (records: readonly PersonRecord[]): BlockColumns => keptColumnsOf(records, placed),

    /** Takes in people whose columns were kept: each slot gets the values at its position; false when they do not fit. */
    take: (block: BlockColumns, places: PlacesInBlock): boolean => takeKept(placed, block, places),

    /** Says in which state the case of a slot is. */
    setState(slot: number, state: string): void {
      columns.get('state')?.set(slot, [state])
    },

    /** Counts the people of these slots. */
    count(slots: Uint32Array, { row, column, on }: TotalsQuery): Totals {
      const rows = grouped(row, on)
      const counted = (by: Grouped) =>
        Array.from(countGroups(by, slots), (people, at) => ({ value: by.values[at] ?? '', people }))
      if (column === undefined) return { people: slots.length, rows: counted(rows), columns: [], cells: new Map() }
      const across = grouped(column, on)
      return {
        people: slots.length,
        rows: counted(rows),
        columns: counted(across),
        cells: countCells(rows, across, slots),
      }
    },

    /** The slots behind a number: those of the row's value, and of the column's where one is named. */
    behind(slots: Uint32Array, { row, column, on }: TotalsQuery, at: TotalsCell): Uint32Array {
      const rows = grouped(row, on)
      const inRow = at.row === undefined ? undefined : setsWith(rows, at.row)
      const across = column === undefined ? undefined : grouped(column, on)
      const inColumn = across && at.column !== undefined ? setsWith(across, at.column) : undefined
      return slots.filter(
        (slot) =>
          (!inRow || inRow[rows.ids[slot] ?? 0] === true) && (!inColumn || inColumn[across?.ids[slot] ?? 0] === true),
      )
    },
  }
}

/** Columns of the people of a unit. */
export type PeopleColumns = ReturnType<typeof makePeopleColumns>

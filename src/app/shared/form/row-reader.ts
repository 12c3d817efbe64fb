import { computed, type ComputedRef, shallowRef, type ShallowRef, watch } from 'vue'
import type { Row } from '#core/record/record.ts'

/**
 * Reads a row as it stands now. Rows go down the form as readers, not as values: a key press then draws again the input
 * it was typed into and whatever says something else because of it, but none of the components on the way there.
 */
export type RowReader = () => Row

/** The row as a place sees it: the very same object until one of the answers it looks at changes. */
export function useSeenRow(read: RowReader, keys: () => readonly string[]): ComputedRef<Row> {
  return computed((before) => {
    const now = read()
    return before && keys().every((key) => before[key] === now[key]) ? before : now
  })
}

interface Cell {
  readonly row: ShallowRef<Row>
  readonly read: RowReader
}

function makeCell(values: Row): Cell {
  const row = shallowRef(values)
  return { row, read: () => row.value }
}

/** A reader for each row of a list; the list of readers changes only when rows come or go. */
export function useRowReaders(rows: () => readonly Row[]): Readonly<ShallowRef<readonly RowReader[]>> {
  const cells: Cell[] = []
  const readers = shallowRef<readonly RowReader[]>([])
  watch(
    rows,
    (now) => {
      cells.length = Math.min(cells.length, now.length)
      for (const [position, values] of now.entries()) {
        const cell = cells[position]
        if (cell) cell.row.value = values
        else cells.push(makeCell(values))
      }
      if (readers.value.length !== cells.length) readers.value = cells.map(({ read }) => read)
    },
    { immediate: true, flush: 'sync' },
  )
  return readers
}

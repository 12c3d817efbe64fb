import { margin } from './page-marks.ts'
import type { PaperSize } from './paper.ts'

/** Size of what is written in a table, in points. */
export const tableTextSize = 9

/** What a column asks for. */
export interface ColumnWish {
  readonly share: number
  /** Narrower than the share, one after the other, for a page too narrow for all shares; then both are in ems. */
  readonly floors?: readonly number[]
}

/** Room for the columns of a table on such a sheet, in ems. */
export const tableRoom = (paper: PaperSize): number => (paper.width - 2 * margin) / tableTextSize

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0)

/** The widths between these that fill the room: the widest give way first, none further than to its lower one. */
function lowered(from: readonly number[], to: readonly number[], room: number): readonly number[] {
  const under = (most: number) => from.map((width, at) => Math.max(to[at] ?? 0, Math.min(width, most)))
  let [low, high] = [0, Math.max(...from)]
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (sumOf(under(middle)) > room) high = middle
    else low = middle
  }
  return under(low)
}

/** Widths that fill the room: the shares, or, where there is no room for them, what lies between them and the floors. */
export function columnWidths(columns: readonly ColumnWish[], room: number): readonly number[] {
  let from = columns.map(({ share }) => share)
  const steps = sumOf(from) > room ? Math.max(...columns.map(({ floors = [] }) => floors.length)) : 0
  for (let step = 0; step < steps; step += 1) {
    const widths = from
    const to = columns.map(({ floors }, at) => floors?.[step] ?? widths[at] ?? 0)
    if (sumOf(to) <= room) return lowered(from, to, room)
    from = to
  }
  const all = sumOf(from)
  return from.map((width) => (width * room) / all)
}

import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseStorage, ListedCase, PlacedText } from '#app/platform/storage/case-storage.ts'
import type { PeopleTotals } from '#app/platform/unit/people-totals.ts'
import type { BlockOfPeople } from '#app/platform/unit/totals-message.ts'
import { ok, type Result } from '#core/errors/result.ts'

interface Seat {
  readonly slot: number
  /** What of the person stands in the columns; empty while nothing does. */
  standing: string
  state: string
}

/** How far the reading is. */
export type ReadProgress = (read: number, of: number) => void

/** People put together by the block their records lie in. */
async function byBlock(
  placed: readonly PlacedText[],
  slotOf: ReadonlyMap<string, number>,
): Promise<readonly BlockOfPeople[]> {
  const pace = makePace()
  const blocks = new Map<string, { readonly slots: number[]; readonly positions: number[] }>()
  for (const { digest, block, position } of placed) {
    const lines = blocks.get(block) ?? { slots: [], positions: [] }
    lines.slots.push(slotOf.get(digest) ?? 0)
    lines.positions.push(position)
    blocks.set(block, lines)
    await pace()
  }
  return Array.from(blocks, ([block, { slots, positions }]) => ({
    block,
    slots: Uint32Array.from(slots),
    positions: Uint32Array.from(positions),
  }))
}

interface FoundBlocks {
  readonly blocks: readonly BlockOfPeople[]
  /** Digests of the records that are here. */
  readonly found: ReadonlySet<string>
}

/** Where the records lie that the columns do not hold yet, block by block. */
async function blocksOf(
  cases: Pick<CaseStorage, 'places'>,
  rows: readonly ListedCase[],
  slotAt: (row: ListedCase) => number,
): Promise<Result<FoundBlocks>> {
  const slotOf = new Map<string, number>()
  const pace = makePace()
  for (const row of rows) {
    slotOf.set(row.standing, slotAt(row))
    await pace()
  }
  const placed = await cases.places(slotOf.keys())
  if (!placed.ok) return placed
  const found = new Set<string>()
  for (const { digest } of placed.value) {
    found.add(digest)
    await pace()
  }
  return ok({ blocks: await byBlock(placed.value, slotOf), found })
}

/** A number of each person, told in slices. */
async function paced(rows: readonly ListedCase[], numberOf: (row: ListedCase) => number): Promise<Uint32Array> {
  const numbers = new Uint32Array(rows.length)
  const pace = makePace()
  for (const [at, row] of rows.entries()) {
    numbers[at] = numberOf(row)
    await pace()
  }
  return numbers
}

/** Notes what of these people stands in the columns from now on; the cases of which nothing was found. */
async function noteFound(
  rows: readonly ListedCase[],
  found: ReadonlySet<string>,
  seatOf: (row: ListedCase) => Seat,
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>()
  const pace = makePace()
  for (const row of rows) {
    if (found.has(row.standing)) seatOf(row).standing = row.standing
    else missing.add(row.caseId)
    await pace()
  }
  return missing
}

/** Gives people slots in the columns of the worker, and brings there what changed since. */
export function makeTotalsDesk(
  totals: Pick<PeopleTotals, 'load' | 'setStates' | 'close'>,
  cases: Pick<CaseStorage, 'places'>,
) {
  const seats = new Map<string, Seat>()
  const keys: string[] = []

  function seatOf({ caseId, key }: ListedCase): Seat {
    const known = seats.get(caseId)
    if (known) return known
    const seat = { slot: keys.push(key) - 1, standing: '', state: '' }
    seats.set(caseId, seat)
    return seat
  }

  /** Tells the states that are no longer what the columns hold; gives the people whose records those do not hold yet. */
  async function bringStates(rows: readonly ListedCase[]): Promise<readonly ListedCase[]> {
    const moved = new Map<string, number[]>()
    const stale: ListedCase[] = []
    const pace = makePace()
    for (const row of rows) {
      const seat = seatOf(row)
      if (seat.standing !== row.standing) stale.push(row)
      await pace()
      if (seat.state === row.state) continue
      seat.state = row.state
      const slots = moved.get(row.state)
      if (slots) slots.push(seat.slot)
      else moved.set(row.state, [seat.slot])
    }
    if (moved.size > 0) totals.setStates(Array.from(moved, ([state, slots]) => [state, Uint32Array.from(slots)]))
    return stale
  }

  /**
   * Brings the columns to what the list says; the cases of people whose record is not here, because it is still to come
   * from a colleague's device.
   */
  async function sync(rows: readonly ListedCase[], onProgress: ReadProgress): Promise<Result<ReadonlySet<string>>> {
    const stale = await bringStates(rows)
    if (stale.length === 0) return ok(new Set())
    onProgress(0, stale.length)
    const located = await blocksOf(cases, stale, (row) => seatOf(row).slot)
    if (!located.ok) return located
    const { blocks, found } = located.value
    const loaded = await totals.load(blocks, (read) => onProgress(read, stale.length))
    return loaded.ok ? ok(await noteFound(stale, found, seatOf)) : loaded
  }

  return {
    sync,
    slotsOf: (rows: readonly ListedCase[]) => paced(rows, (row) => seatOf(row).slot),
    keysOf: (slots: Uint32Array): ReadonlySet<string> => new Set(Array.from(slots, (slot) => keys[slot] ?? '')),
    close: () => totals.close(),
  }
}

/** Slots, and the way of changes to the worker. */
export type TotalsDesk = ReturnType<typeof makeTotalsDesk>

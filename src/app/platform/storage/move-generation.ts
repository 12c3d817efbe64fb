import type { Dexie } from 'dexie'
import { digestOfRows } from './rows-digest.ts'

/** A row as one generation keeps it. */
export type GenerationRow = Readonly<Record<string, unknown>>

/** What becomes of a row when it moves to the next generation. */
export type MoveRow = (store: string, row: GenerationRow) => GenerationRow

/** A move of everything from one database into another. */
export interface GenerationMove {
  readonly from: Dexie
  /** Opened empty; what an earlier, interrupted move left in it is thrown away. */
  readonly into: Dexie
  readonly moveRow: MoveRow
}

/** How many rows of each store moved, and the digest of them as they lie in the new database. */
export interface MovedGeneration {
  readonly rows: Readonly<Record<string, number>>
  readonly digest: string
}

const batchRows = 200

async function copyStore({ from, into, moveRow }: GenerationMove, store: string): Promise<void> {
  const keys = await from.table(store).toCollection().primaryKeys()
  for (let start = 0; start < keys.length; start += batchRows) {
    const rows: GenerationRow[] = await from.table(store).bulkGet(keys.slice(start, start + batchRows))
    await into.table(store).bulkAdd(rows.map((row) => moveRow(store, row)))
  }
}

/**
 * Copies every store of a database into another, changes the copy only, and reads it back: counts and digest must
 * agree, else it throws and the old database is what counts. The old one is never written to.
 */
export async function moveGeneration(move: GenerationMove): Promise<MovedGeneration> {
  const { from, into, moveRow } = move
  await into.delete()
  await into.open()
  const rows: Record<string, number> = {}
  const digests: string[] = []
  for (const { name } of from.tables) {
    await copyStore(move, name)
    const expected: GenerationRow[] = await from.table(name).toArray()
    const found: GenerationRow[] = await into.table(name).toArray()
    const digest = await digestOfRows(found)
    const isSame = digest === (await digestOfRows(expected.map((row) => moveRow(name, row))))
    if (found.length !== expected.length || !isSame) throw new Error(`the copy of ${name} is not what was copied`)
    rows[name] = found.length
    digests.push(`${name} ${digest}`)
  }
  return { rows, digest: await digestOfRows(digests.map((line) => ({ line }))) }
}

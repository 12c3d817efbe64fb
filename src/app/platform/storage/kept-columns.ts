import * as v from 'valibot'
import type { BlockColumns } from '#core/review/people-columns.ts'
import { openWith, sealWith } from '#app/platform/unit/vault.ts'
import type { StoredRow } from './caibao-database.ts'
import type { UnitDatabase } from './unit-database.ts'

/** Raised whenever the same record gives other values than before: what was kept until then is made anew. */
const format = 1

const valueSchema = v.object({ format: v.literal(format), scheme: v.string(), columns: v.array(v.unknown()) })
const placeOf = (block: string): string => `columns:${block}`

// The seal vouches for what this app wrote, the format and the scheme for how it was meant.
const isColumns = (value: readonly unknown[]): value is BlockColumns =>
  value.every((column) => typeof column === 'object' && column !== null && 'ids' in column && 'sets' in column)

/**
 * The columns of each block of texts, beside it and sealed like it. A block never changes, so what is kept of it never
 * grows old: people who were corrected, withdrawn or restored simply stand in other blocks, or are not asked for.
 */
export function keptColumns({ columns: table }: UnitDatabase, key: CryptoKey, scheme: string) {
  async function open(stored: StoredRow | undefined, block: string): Promise<BlockColumns | undefined> {
    if (!stored) return undefined
    // What cannot be opened or is of another time is made anew; nothing but time is lost with it.
    const opened = await openWith(key, placeOf(block), stored['sealed']).catch(() => undefined)
    const value = v.safeParse(valueSchema, opened)
    if (!value.success || value.output.scheme !== scheme) return undefined
    return isColumns(value.output.columns) ? value.output.columns : undefined
  }

  return {
    async get(blocks: readonly string[]): Promise<readonly (BlockColumns | undefined)[]> {
      const stored = await table.bulkGet([...blocks]).catch(() => [])
      return Promise.all(blocks.map((block, at) => open(stored[at], block)))
    },
    /** Keeps the columns of blocks; where there is no room they are made again the next time. */
    async put(made: readonly (readonly [block: string, columns: BlockColumns])[]): Promise<void> {
      const rows: StoredRow[] = []
      for (const [id, columns] of made) {
        rows.push({ id, sealed: await sealWith(key, placeOf(id), { format, scheme, columns }) })
      }
      await table.bulkPut(rows).catch(() => undefined)
    },
  }
}

import { holdLock, receivingLock } from './receiving-lock.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import type { UnitDatabase } from './unit-database.ts'

/** Name of the row that says a block is written ahead. */
export const stagedId = (block: string): string => `staged:${block}`

/** Writes a block ahead, with the row that says so. */
export const stageBlock = (database: UnitDatabase, { id, sealed }: Pick<TextBlock, 'id' | 'sealed'>): Promise<void> =>
  database.transaction('rw', database.texts, database.receiving, async () => {
    await database.texts.add({ id, sealed })
    await database.receiving.add({ id: stagedId(id), block: id })
  })

/** Within the transaction that makes them count: people without their texts are never written. */
export async function takeStaged({ receiving }: UnitDatabase, blocks: readonly string[]): Promise<void> {
  const ids = blocks.map(stagedId)
  const standing = await receiving.where('id').anyOf(ids).count()
  if (standing !== new Set(ids).size) throw new Error('blocks that were written ahead are gone')
  await receiving.bulkDelete(ids)
}

/** Keeps blocks that are written ahead from being swept away, from the first one until all of them count or are gone. */
export function makeStagedHold() {
  const staged = new Set<string>()
  let lock: ReturnType<typeof holdLock> | undefined

  function letGo(ids: Iterable<string>): void {
    for (const id of ids) staged.delete(id)
    if (staged.size > 0) return
    lock?.letGo()
    lock = undefined
  }

  return {
    /** Before a block is written. */
    async hold(id: string): Promise<void> {
      staged.add(id)
      lock ??= holdLock(`${receivingLock}staged-${crypto.randomUUID()}`)
      await lock.granted
    },
    /** These count now, or were thrown away. */
    letGo,
    /** Nobody will say any more what becomes of them. */
    letGoOfAll: (): void => letGo([...staged]),
  }
}

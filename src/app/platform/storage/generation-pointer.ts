import { Dexie, type Table } from 'dexie'
import * as v from 'valibot'

const pointerSchema = v.object({
  id: v.literal('current'),
  name: v.string(),
  kept: v.array(v.object({ name: v.string(), untilMs: v.number() })),
})

/** Which database counts, and which older ones are still kept. */
export type GenerationPointer = Omit<v.InferOutput<typeof pointerSchema>, 'id'>

/** Where the pointer lies: one row, so that it changes as a whole or not at all. */
export interface PointerStore {
  readonly read: () => Promise<GenerationPointer | undefined>
  readonly write: (pointer: GenerationPointer) => Promise<void>
  readonly close: () => void
}

/** The pointer in a database of its own, written strictly. */
export function openPointerStore(name: string): PointerStore {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' })
  database.version(1).stores({ pointers: 'id' })
  const pointers: Table<unknown, string> = database.table('pointers')
  return {
    async read() {
      const parsed = v.safeParse(pointerSchema, await pointers.get('current'))
      return parsed.success ? { name: parsed.output.name, kept: parsed.output.kept } : undefined
    },
    async write(pointer) {
      await pointers.put({ id: 'current', ...pointer })
    },
    close: () => database.close(),
  }
}

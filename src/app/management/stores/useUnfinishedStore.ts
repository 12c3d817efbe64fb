import { defineStore } from 'pinia'
import * as v from 'valibot'
import { watch } from 'vue'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import { makeTurns } from './in-turn.ts'
import { useUnitStore } from './useUnitStore.ts'

const line = v.object({
  path: v.string(),
  reason: v.string(),
  text: v.string(),
  /** What stood there when it was begun: a text that says no more than this was typed by nobody. */
  before: v.exactOptional(v.string()),
})
const unfinishedSchema = v.object({ id: v.string(), of: v.string(), lines: v.array(line) })

/** What was typed into a dialog of a person and is neither done nor put away; a dialog without places has one line. */
export type UnfinishedLine = v.InferOutput<typeof line>

/** The same, and the content it was typed about: rows may stand elsewhere in a newer one. */
export type Unfinished = Pick<v.InferOutput<typeof unfinishedSchema>, 'of' | 'lines'>

/** What is held of one opening of the store: a write that comes late is of its own. */
interface Opening {
  readonly kept: KeptStorage
  readonly held: Map<string, Unfinished>
  readonly waiting: Set<string>
  readonly loaded: Promise<void>
}

async function load(kept: KeptStorage, held: Map<string, Unfinished>): Promise<void> {
  const read = await kept.list('unfinished', unfinishedSchema)
  if (!read.ok) return
  for (const { id, of, lines } of read.value) if (!held.has(id)) held.set(id, { of, lines })
}

/**
 * What a clerk began to type about a person, until its step is taken or it is put away: a long slip outlives the next
 * person, the lock after ten quiet minutes and a page that ends. It is sealed beside the cases as it is typed, and is
 * offered to whoever typed it.
 */
export const useUnfinishedStore = defineStore('unfinished', () => {
  const units = useUnitStore()
  const inTurn = makeTurns()
  let opening: Opening | undefined

  const idOf = (place: string): string => `${units.user} ${place}`

  // What cannot be written stands in the dialog all the same, as long as the store is open.
  const writeOne = inTurn(async ({ kept, held, waiting }: Opening, id: string) => {
    waiting.delete(id)
    const typed = held.get(id)
    await (typed ? kept.put('unfinished', id, { id, ...typed }) : kept.remove('unfinished', id))
  })

  /** Writes the last that was typed; what was typed while it waited for its turn is in it. */
  function write(open: Opening, id: string): void {
    if (open.waiting.has(id)) return
    open.waiting.add(id)
    void writeOne(open, id)
  }

  function keep(place: string, typed: Unfinished): void {
    if (!opening) return
    opening.held.set(idOf(place), typed)
    write(opening, idOf(place))
  }

  function putAway(place: string): void {
    if (opening?.held.delete(idOf(place))) write(opening, idOf(place))
  }

  /** What waits there for whoever is here. */
  async function of(place: string): Promise<Unfinished | undefined> {
    await opening?.loaded
    return opening?.held.get(idOf(place))
  }

  watch(
    () => units.status,
    (status) => {
      const kept = units.kept()
      const held: Opening['held'] = new Map()
      opening =
        status === 'open' && kept.ok
          ? { kept: kept.value, held, waiting: new Set(), loaded: load(kept.value, held) }
          : undefined
    },
    { immediate: true, flush: 'sync' },
  )

  return { of, keep, putAway }
})

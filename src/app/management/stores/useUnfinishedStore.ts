import { defineStore } from 'pinia'
import * as v from 'valibot'
import { watch } from 'vue'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import { makeTurns } from './in-turn.ts'
import { useUnitStore } from './useUnitStore.ts'

const line = v.object({ path: v.string(), reason: v.string(), text: v.string() })
const unfinishedSchema = v.object({ id: v.string(), lines: v.array(line) })

/** What was typed into a dialog of a person and is neither done nor put away; a dialog without places has one line. */
export type UnfinishedLine = v.InferOutput<typeof line>

/**
 * What a clerk began to type about a person, until its step is taken or it is put away: a long slip outlives the next
 * person, the lock after ten quiet minutes and a page that ends. It is sealed beside the cases as it is typed.
 */
export const useUnfinishedStore = defineStore('unfinished', () => {
  const units = useUnitStore()
  const held = new Map<string, readonly UnfinishedLine[]>()
  const inTurn = makeTurns()
  let waiting = new Set<string>()

  // What cannot be written stands in the dialog all the same, as long as the store is open.
  const writeOne = inTurn(async (kept: KeptStorage, id: string) => {
    waiting.delete(id)
    const lines = held.get(id)
    await (lines ? kept.put('unfinished', id, { id, lines }) : kept.remove('unfinished', id))
  })

  /** Writes the last that was typed; what was typed while it waited for its turn is in it. */
  function write(id: string): void {
    const kept = units.kept()
    if (!kept.ok || waiting.has(id)) return
    waiting.add(id)
    void writeOne(kept.value, id)
  }

  function keep(id: string, lines: readonly UnfinishedLine[]): void {
    held.set(id, lines)
    write(id)
  }

  function putAway(id: string): void {
    if (held.delete(id)) write(id)
  }

  async function load(): Promise<void> {
    const kept = units.kept()
    const read = kept.ok ? await kept.value.list('unfinished', unfinishedSchema) : kept
    if (!read.ok || units.status !== 'open') return
    for (const { id, lines } of read.value) if (!held.has(id)) held.set(id, lines)
  }

  watch(
    () => units.status,
    (status) => {
      held.clear()
      waiting = new Set()
      if (status === 'open') void load()
    },
    { immediate: true },
  )

  return { of: (id: string) => held.get(id), keep, putAway }
})

import * as v from 'valibot'
import { expect, test } from 'vitest'
import { useUnfinishedStore } from '#app/management/stores/useUnfinishedStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { ok } from '#core/errors/result.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aUnit } from '#tests/support/units.ts'

const key = await aSigningKey()
const typed = (text: string, more: object = {}) => ({
  of: 'd'.repeat(64),
  lines: [{ path: 'basic.mobile', reason: 'differs', text, ...more }],
})

/** A unit of two clerks, what is kept in its store, and a disk on which each write waits to be let go of. */
async function aSlowUnit() {
  const rows = new Map<string, unknown>()
  const waiting: (() => void)[] = []
  const onDisk = async (write: () => void) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    write()
    return ok(undefined)
  }
  const kept = {
    list: (kind: string, schema: v.GenericSchema) =>
      Promise.resolve(ok(kind === 'unfinished' ? [...rows.values()].map((row) => v.parse(schema, row)) : [])),
    survey: () => Promise.resolve(ok({ fitting: [], unread: [] })),
    put: (_kind: string, id: string, value: unknown) => onDisk(() => rows.set(id, value)),
    remove: (_kind: string, id: string) => onDisk(() => rows.delete(id)),
  }
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok({ unit: aUnit, keys: { signing: key, opening: key } })),
    users: () => Promise.resolve(ok(['黄采集', '韦审核'])),
    lockOf: (id: string) => Promise.resolve(ok({ id })),
  }
  const pinia = await memoryUnit(memoryCases(), { desk: { openKept: () => kept, units } })
  const letGo = async (): Promise<void> => {
    const turn = () => new Promise((resolve) => setTimeout(resolve))
    await turn()
    for (let write = waiting.shift(); write; write = waiting.shift()) {
      write()
      await turn()
    }
  }
  return { units: useUnitStore(pinia), store: useUnfinishedStore(pinia), letGo }
}

test('what is half typed is there after the lock, however late it is written, and for whoever typed it', async () => {
  const { units, store, letGo } = await aSlowUnit()
  store.keep('return 1', typed('少了'))
  store.keep('return 1', typed('少了几位'))
  units.lock()
  await letGo()
  await units.unlock('韦审核', '')
  expect(await store.of('return 1')).toBeUndefined()
  units.lock()
  await units.unlock('黄采集', '')
  expect(await store.of('return 1')).toEqual(typed('少了几位'))
})

test('what is put away while it is being written is gone', async () => {
  const { units, store, letGo } = await aSlowUnit()
  store.keep('return 1', typed('少了'))
  store.keep('return 1', typed('少了几位'))
  store.putAway('return 1')
  await letGo()
  units.lock()
  await units.unlock('黄采集', '')
  expect(await store.of('return 1')).toBeUndefined()
})

test('with what stood there when it was begun, where that was kept', async () => {
  const { units, store, letGo } = await aSlowUnit()
  store.keep('correct 1', typed('139', { before: '138' }))
  await letGo()
  units.lock()
  await units.unlock('黄采集', '')
  expect(await store.of('correct 1')).toEqual(typed('139', { before: '138' }))
})

import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { usePackUploadsStore } from '#app/management/stores/usePackUploadsStore.ts'
import { useServerJoinStore } from '#app/management/stores/useServerJoinStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { useUserRemovalsStore } from '#app/management/stores/useUserRemovalsStore.ts'
import { ok } from '#core/errors/result.ts'
import { aUnit } from '#tests/support/units.ts'
import { memorySync } from '#tests/support/memory-sync.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'

const at = 1_780_000_000_000
const pack = { digest: 'a'.repeat(64), sizeBytes: 1, fileName: '上报.rpz', people: 1, madeAt: 1 }

async function unitWith(users: string[]) {
  const kept: { readonly kind: string; readonly sealed: unknown }[] = []
  const { rows, stored } = memorySync(
    new Map<string, unknown>([
      ['state', { origin: 'https://s', kid: 'k', orgId: 'o', parentOrgId: 'p', cursor: 0, connectedAt: 1, metAt: 1 }],
      [`upload:${pack.digest}`, pack],
    ]),
  )
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok({ unit: aUnit, keys: { signing: unitKey, opening: unitKey } })),
    users: () => Promise.resolve(ok([...users])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
    removeLock(user: string, _by: unknown, trace: (typeof kept)[number]) {
      users.splice(users.indexOf(user), 1)
      kept.push(trace)
      return Promise.resolve(ok(undefined))
    },
  }
  const openKept = () => ({
    row: (kind: string, id: string, value: unknown) => Promise.resolve({ kind, id, sealed: value }),
    list: (kind: string, schema: v.GenericSchema) =>
      Promise.resolve(ok(kept.filter((row) => row.kind === kind).map(({ sealed }) => v.parse(schema, sealed)))),
  })
  const occasions = { alone: () => Promise.resolve(), announce: () => undefined, after: () => () => undefined }
  const desk = { units, openKept, openSync: () => rows, occasions }
  return { pinia: await memoryUnit(memoryCases(), { desk }), stored }
}

describe('what is taken away leaves a trace of who did it and when', () => {
  test('a user of the store', async () => {
    const { pinia } = await unitWith(['黄采集', '覃同事'])
    expect(await useUnitStore(pinia).removeUser('覃同事')).toBe(true)
    const removals = useUserRemovalsStore(pinia)
    await removals.load()
    expect(removals.removals).toMatchObject([{ at, by: '黄采集', user: '覃同事' }])
  })

  test('a pack that is not sent any more', async () => {
    const { pinia } = await unitWith(['黄采集'])
    await usePackUploadsStore(pinia).leave(pack)
    expect(useUnitSyncStore(pinia).lines).toEqual([{ kind: 'packLeft', name: '上报.rpz', by: '黄采集', at }])
  })

  test('the connection with the server', async () => {
    const { pinia, stored } = await unitWith(['黄采集'])
    await useServerJoinStore(pinia).disconnect()
    expect(stored.has('state')).toBe(false)
    expect(useUnitSyncStore(pinia).lines).toEqual([{ kind: 'disconnected', by: '黄采集', at }])
  })
})

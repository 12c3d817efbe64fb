import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { usePackUploadsStore } from '#app/management/stores/usePackUploadsStore.ts'
import { useServerJoinStore } from '#app/management/stores/useServerJoinStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { useUserRemovalsStore } from '#app/management/stores/useUserRemovalsStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aUnit } from '#tests/support/units.ts'
import { memorySync } from '#tests/support/memory-sync.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'

const at = 1_780_000_000_000
const pack = { digest: 'a'.repeat(64), sizeBytes: 1, fileName: '上报.rpz', people: 1, madeAt: 1 }

const sealBroken = () => Promise.resolve(fail('STORE_SEAL_BROKEN', {}))

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
  let listening = 0
  const listen = () => {
    listening += 1
    return () => void (listening -= 1)
  }
  const occasions = {
    alone: () => Promise.resolve(),
    inTurn: (run: () => Promise<void>) => run(),
    announce: () => undefined,
    after: () => () => undefined,
    listen,
    onAnnounced: listen,
  }
  const cases = memoryCases()
  const openCases = () => ({ ...cases.storage, close: () => undefined })
  const desk = { units, openKept, openCases, openSync: () => rows, occasions }
  return { pinia: await memoryUnit(cases, { desk }), rows, stored, listening: () => listening }
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

describe('what could not be taken away is told, and leaves no trace', () => {
  test('a pack that is to be sent no more, or once more', async () => {
    const { pinia, rows } = await unitWith(['黄采集'])
    const uploads = usePackUploadsStore(pinia)
    const put = vi.spyOn(rows, 'put')
    put.mockImplementationOnce(sealBroken)
    await uploads.leave(pack)
    expect(uploads.error?.code).toBe('STORE_SEAL_BROKEN')
    await uploads.leave(pack)
    expect(uploads.error).toBeUndefined()
    expect(useUnitSyncStore(pinia).lines).toHaveLength(1)
    put.mockImplementationOnce(sealBroken)
    await uploads.retry(pack)
    expect(uploads.error?.code).toBe('STORE_SEAL_BROKEN')
  })

  test('packs that a pack of everybody makes up for', async () => {
    const { pinia, rows } = await unitWith(['黄采集'])
    const uploads = usePackUploadsStore(pinia)
    const second = 'b'.repeat(64)
    const error = fail('PACK_PIECES_GONE', {}).error
    await rows.put(`upload:${pack.digest}`, { ...pack, error })
    await rows.put(`upload:${second}`, { ...pack, digest: second, madeAt: 2, error })
    vi.spyOn(rows, 'put').mockImplementationOnce(sealBroken)
    await uploads.leaveRefused()
    expect(uploads.error?.code).toBe('STORE_SEAL_BROKEN')
    expect(useUnitSyncStore(pinia).overview.packs.map(({ digest }) => digest)).toEqual([pack.digest])
  })

  test('the connection with the server, which goes on', async () => {
    const { pinia, rows, listening } = await unitWith(['黄采集'])
    const [join, sync] = [useServerJoinStore(pinia), useUnitSyncStore(pinia)]
    await sync.begin()
    vi.spyOn(rows, 'remove').mockImplementationOnce(sealBroken)
    await join.disconnect()
    expect(join.error?.code).toBe('STORE_SEAL_BROKEN')
    expect([sync.isConnected, sync.lines, listening()]).toEqual([true, [], 2])
    useUnitStore(pinia).lock()
    await nextTick()
    expect(join.error).toBeUndefined()
  })
})

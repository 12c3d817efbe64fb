import { describe, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { learnHalfway } from '#app/management/stores/sync/learn-halfway.ts'
import { noteInSyncLog, readSyncLog } from '#app/management/stores/sync/sync-log.ts'
import { lookOver } from '#app/management/stores/sync/overview.ts'
import { keepPack } from '#app/management/stores/sync/upload-packs.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { memorySync } from '#tests/support/memory-sync.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

const state = { orgId: 'own', parentOrgId: 'above' }
const digest = 'a'.repeat(64)
const ofNewerApp = { isOfNewerApp: true }

describe('what of the traffic with the server is of another shape', () => {
  test('is a log that gets no line, and is not shown as an empty one', async () => {
    const { rows, stored } = memorySync(new Map([['log', ofNewerApp]]))
    expect(await readSyncLog(rows)).toMatchObject({ ok: false, error: { code: 'KEPT_UNREADABLE' } })
    expect(await noteInSyncLog(rows, { kind: 'connected' }, 1)).toMatchObject({ ok: false })
    expect(stored.get('log')).toBe(ofNewerApp)
  })

  test('is a pack on its way whose chunks stay', async () => {
    const { rows, stored } = memorySync(
      new Map<string, unknown>([
        [`upload:${digest}`, ofNewerApp],
        [`chunk:${digest}:0`, 'AAAA'],
        [`chunk:${'b'.repeat(64)}:0`, 'of nothing'],
      ]),
    )
    expect((await keepPack(rows, new Blob(['another pack']), 1)).ok).toBe(true)
    expect(stored.has(`chunk:${digest}:0`)).toBe(true)
    expect(stored.has(`chunk:${'b'.repeat(64)}:0`)).toBe(false)
  })

  test('is a pack of which the server tells and that is not written anew', async () => {
    const { rows, stored } = memorySync(new Map([[`upload:${digest}`, ofNewerApp]]))
    const items = [{ digest, sizeBytes: 3, begunAt: 1 }]
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what the question is answered with
    const server = { ask: () => Promise.resolve(ok({ items })) } as unknown as Parameters<
      typeof learnHalfway
    >[0]['server']
    expect((await learnHalfway({ rows, server }, state)).ok).toBe(true)
    expect(stored.get(`upload:${digest}`)).toBe(ofNewerApp)
  })

  test('is a pack of which it is not known whether the level above has it', async () => {
    const about = { fileName: '上报.rpz', people: 3, madeAt: 1, manifest: 'c'.repeat(64) }
    const { rows, stored } = memorySync(new Map([[`upload:${digest}`, ofNewerApp]]))
    await rows.put(`upload:${'b'.repeat(64)}`, { digest: 'b'.repeat(64), sizeBytes: 1, ...about })
    expect(await lookOver(rows, [])).toMatchObject({ packs: [about], unreadPacks: 1 })
    // Damaged, none of them is understood.
    const damaged = { ...rows, list: () => Promise.resolve(fail('STORE_SEAL_BROKEN', {})) }
    expect(await lookOver(damaged, [])).toMatchObject({ packs: [], unreadPacks: 2 })
    expect(stored.get(`upload:${digest}`)).toBe(ofNewerApp)
  })

  test('is a device of which it is not known that it is joined to no server', async () => {
    const { rows, stored } = memorySync(new Map([['state', ofNewerApp]]))
    const cases = memoryCases()
    const openCases = () => ({ ...cases.storage, close: () => undefined })
    const pinia = await memoryUnit(cases, { desk: { openSync: () => rows, openCases } })
    const sync = useUnitSyncStore(pinia)
    await sync.begin()
    expect(sync.stateError?.code).toBe('KEPT_UNREADABLE')
    expect(stored.get('state')).toBe(ofNewerApp)
    useUnitStore(pinia).lock()
    await nextTick()
    expect(sync.stateError).toBeUndefined()
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { latePackId, latePacks, type OnlinePack } from '#app/management/stores/sync/late-packs.ts'
import type { SyncDesk, SyncState } from '#app/management/stores/sync/sync-desk.ts'
import type { UnitSyncEvent } from '#app/management/stores/sync/sync-log.ts'
import { takeLatePacks } from '#app/management/stores/sync/take-late-packs.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { fail, ok } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { refuse } from '#core/sync/wire-answer.ts'
import { aUnit } from '#tests/support/units.ts'

/** Each is another file. */
const fileOf = (packId: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(packId)
const state: SyncState = {
  origin: 'https://caibao.example',
  kid: 'k',
  orgId: 'o',
  parentOrgId: null,
  cursor: 90,
  connectedAt: 1,
  metAt: 1,
}
const idOf = (name: string): string => `0198f000-0000-7000-8000-00000000000${name}`

let rows: UnitSyncStorage
/** Packs that the server was asked for. */
let asked: string[]
let noted: UnitSyncEvent[]
let gone: readonly string[]
let cutOff: readonly string[]
let desk: SyncDesk

/** Waits for an update since it was announced at this place of the log. */
async function wait(name: string, position: number, needs = '2012.2'): Promise<void> {
  const file = fileOf(idOf(name))
  const pack: OnlinePack = { packId: idOf(name), digest: await sha256Hex(file), sizeBytes: file.length, position }
  await rows.put(latePackId(pack), { pack: { ...pack }, unit: `${name}单位`, needs })
}

const waiting = async () => {
  const late = await latePacks(rows)
  return late.ok && late.value.map(({ unit }) => unit)
}

beforeEach(async () => {
  rows = sealedSyncStorage(openUnitDatabase(`unit-${crypto.randomUUID()}`), await makeVault())
  asked = []
  noted = []
  gone = []
  cutOff = []
  const ask: SyncDesk['server']['ask'] = (endpoint, { params } = {}) => {
    const packId = String(params?.['packId'])
    asked.push(packId)
    if (gone.includes(packId)) return Promise.resolve(refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {})))
    if (cutOff.includes(packId)) return Promise.resolve(refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' })))
    return Promise.resolve(ok(v.parse(endpoint.answer, fileOf(packId))))
  }
  const made: unknown = {
    rows,
    server: { ask },
    unit: { unit: aUnit },
    cases: { synced: () => Promise.resolve(ok([])), unstage: () => Promise.resolve(ok(undefined)) },
    knowledge: () => Promise.resolve(ok({ scheme: { version: '2012.2' } })),
    // What is in a pack is told by other tests: each of these is fetched, and found to be none.
    checker: () => Promise.resolve(ok({ checkPack: () => Promise.resolve(fail('PACK_NOT_ONE', {})) })),
    people: () => undefined,
    reviewer: () => ({ by: '黄采集', at: 1 }),
    now: () => 1,
    append: () => Promise.resolve(ok([])),
    goesOn: () => true,
    note: (event: UnitSyncEvent) => Promise.resolve(void noted.push(event)),
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of the desk is looked at
  desk = made as SyncDesk
})

describe('packs that waited for an update of the scheme', () => {
  test('are taken in the order they were announced, and who needs a later update waits on', async () => {
    await wait('3', 30)
    await wait('1', 70)
    await wait('2', 50, '2012.3')
    await wait('4', 9)
    expect(await takeLatePacks(desk, state)).toEqual({ ok: true, value: 3 })
    expect(asked).toEqual(['4', '3', '1'].map(idOf))
    expect(await waiting()).toEqual(['2单位'])
  })

  test('wait for one that cannot be had now: the next may say what changed since it', async () => {
    await wait('1', 10)
    await wait('2', 20)
    await wait('3', 30)
    cutOff = [idOf('2')]
    expect(await takeLatePacks(desk, state)).toMatchObject({ ok: false, error: { code: 'DELIVERY_NO_CONNECTION' } })
    expect(asked).toEqual([idOf('1'), idOf('2')])
    expect(await waiting()).toEqual(['2单位', '3单位'])
  })

  test('wait no more for one the server no longer has, and the log says so', async () => {
    await wait('1', 10)
    await wait('2', 20)
    gone = [idOf('1')]
    expect(await takeLatePacks(desk, state)).toEqual({ ok: true, value: 1 })
    expect(asked).toEqual([idOf('1'), idOf('2')])
    expect(await waiting()).toEqual([])
    expect(noted[0]).toEqual({
      kind: 'packRefused',
      name: '1单位',
      error: { code: 'SERVER_ADDRESS_UNKNOWN', params: {} },
    })
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { learnHalfway } from '#app/management/stores/sync/learn-halfway.ts'
import { learnPacks } from '#app/management/stores/sync/learn-packs.ts'
import { isForEverybody, mayGoAgain, notTakenText, refusedOf } from '#app/management/stores/sync/refused-packs.ts'
import { announcePacks, leavePack, packsOnTheirWay } from '#app/management/stores/sync/upload-packs.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { fail, ok } from '#core/errors/result.ts'
import type { HalfwayPack, SentPack } from '#core/sync/pack-uploads.ts'
import { refuse } from '#core/sync/wire-answer.ts'
import { aUnit } from '#tests/support/units.ts'

const orgId = '0198f000-0000-7000-8000-000000000003'
const state = { orgId, parentOrgId: '0198f000-0000-7000-8000-000000000001', kid: 'k'.repeat(43) }
const begunAt = new Date(2026, 10, 24, 9).getTime()
const aHalfway = (letter: string): HalfwayPack => ({ digest: letter.repeat(64), sizeBytes: 500, begunAt })

let rows: UnitSyncStorage
let told: readonly HalfwayPack[] | 'unknown question' | 'cut off'
let sent: readonly SentPack[]
let asked: string[]
let server: Pick<StaffServer, 'ask'>

beforeEach(async () => {
  rows = sealedSyncStorage(openUnitDatabase(`unit-${crypto.randomUUID()}`), await makeVault())
  told = []
  sent = []
  asked = []
  const ask: StaffServer['ask'] = async (endpoint, { query, body } = {}) => {
    asked.push(`${endpoint.method} ${endpoint.path}`)
    // Whoever signed in may stand above the unit.
    expect({ ...query, ...(typeof body === 'object' ? body : {}) }).toMatchObject(
      endpoint.method === 'POST' ? { fromOrgId: orgId } : { orgId },
    )
    if (told === 'cut off') return refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    const isUnknown = told === 'unknown question' || endpoint.method === 'POST'
    if (isUnknown) return refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {}))
    const items = endpoint.path === '/packs' ? sent : told
    return ok((await import('valibot')).parse(endpoint.answer, { items }))
  }
  server = { ask }
})

const learn = () => learnHalfway({ rows, server }, state)
const open = async () => refusedOf(await packsOnTheirWay(rows))

describe('a pack that another device began and never sent whole', () => {
  test('is shown with the day it was begun, and asks for a report of everybody', async () => {
    told = [aHalfway('a')]
    expect(await learn()).toEqual({ ok: true, value: undefined })
    const [pack, ...others] = await open()
    if (!pack) throw new Error('nothing is shown')
    expect(others).toEqual([])
    expect(notTakenText(pack)).toMatch(/^本单位另一台设备 2026年11月24日.*还没有传完/)
    expect([isForEverybody(pack.error), mayGoAgain(pack)]).toEqual([true, false])
  })

  test('is no more once the server says nothing of it, whether or not the clerk has put it aside', async () => {
    told = [aHalfway('a'), aHalfway('b')]
    await learn()
    const [first] = await open()
    if (first) await leavePack(rows, first)
    await learn()
    expect(await open()).toHaveLength(1)
    told = []
    await learn()
    expect(await rows.ids('')).toEqual({ ok: true, value: [] })
  })

  test('is told as refused once it came and was refused', async () => {
    told = [aHalfway('a')]
    await learn()
    const manifest = { digest: '0'.repeat(64), people: 3, madeAt: begunAt, since: null }
    const refusal = { code: 'PACK_OUTDATED', params: { unit: aUnit.name } }
    const id = '0198f000-0000-7000-8000-00000000000a'
    sent = [{ id, digest: 'a'.repeat(64), sizeBytes: 500, completedAt: null, manifest, refusal }]
    told = []
    await learnPacks({ rows, server, unit: { unit: aUnit } }, state)
    await learn()
    const kept = await rows.list('upload:', (await import('valibot')).any())
    expect(kept.ok && kept.value).toMatchObject([{ value: { people: 3, error: { code: 'PACK_OUTDATED' } } }])
  })

  test('does not hide one that this device sends itself', async () => {
    const own = { digest: 'a'.repeat(64), sizeBytes: 500, fileName: 'x.rpz', people: 2, madeAt: begunAt }
    await rows.put(`upload:${own.digest}`, own)
    told = [aHalfway('a')]
    await learn()
    expect(await packsOnTheirWay(rows)).toEqual([own])
    expect(await open()).toEqual([])
  })

  test('is not asked of who reports to nobody; an older server, or a cut line, changes nothing', async () => {
    told = 'unknown question'
    expect(await learn()).toMatchObject({ ok: true })
    told = 'cut off'
    expect(await learn()).toMatchObject({ ok: false, remedy: 'retry' })
    expect(await learnHalfway({ rows, server }, { orgId, parentOrgId: null })).toMatchObject({ ok: true })
    expect(await rows.ids('')).toEqual({ ok: true, value: [] })
  })
})

describe('packs of this device', () => {
  const put = (letter: string, rest: object = {}) =>
    rows.put(`upload:${letter.repeat(64)}`, {
      digest: letter.repeat(64),
      sizeBytes: 1,
      fileName: 'x.rpz',
      people: 1,
      madeAt: begunAt,
      ...rest,
    })

  test('are announced before their steps go up, without those that wait for the clerk', async () => {
    await put('a')
    await put('b', { error: { code: 'SERVER_REQUEST_BAD', params: { where: 'x' } } })
    // What the server has to say against it is heard when it is sent.
    expect(await announcePacks({ rows, server }, state)).toMatchObject({ ok: true })
    expect(asked).toEqual(['POST /packs'])
    told = 'cut off'
    expect(await announcePacks({ rows, server }, state)).toMatchObject({ ok: false, remedy: 'retry' })
    asked = []
    expect(await announcePacks({ rows, server }, { orgId, parentOrgId: null })).toMatchObject({ ok: true })
    expect(asked).toEqual([])
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { type LearnDesk, learnPacks, type SettleDesk, settleAnswered } from '#app/management/stores/sync/learn-packs.ts'
import { mayGoAgain, refusedOf } from '#app/management/stores/sync/refused-packs.ts'
import { findLostPacks } from '#app/management/stores/sync/sent-packs.ts'
import { leavePack, packsNotTaken, packsOnTheirWay } from '#app/management/stores/sync/upload-packs.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { fail, ok } from '#core/errors/result.ts'
import type { SentPack } from '#core/sync/pack-uploads.ts'
import { refuse } from '#core/sync/wire-answer.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'
import { aUnit } from '#tests/support/units.ts'

const orgId = '0198f000-0000-7000-8000-000000000003'
const state = { orgId, parentOrgId: '0198f000-0000-7000-8000-000000000001', kid: 'k'.repeat(43) }
/** A digest that is another one than the file's. */
const manifestOf = (letter: string): string => `0${letter.repeat(63)}`
const idOf = (letter: string): string => `0198f000-0000-7000-8000-${letter.repeat(12)}`
const madeAt = new Date(2026, 10, 24, 9).getTime()

function aSentPack(letter: string, said: Partial<SentPack> = {}): SentPack {
  const manifest = { digest: manifestOf(letter), people: 3, madeAt, since: null }
  const facts = {
    id: idOf(letter),
    digest: letter.repeat(64),
    sizeBytes: 500,
    completedAt: null,
    manifest,
    refusal: null,
  }
  return { ...facts, ...said }
}
const refused = (letter: string, code = 'PACK_OUTDATED'): SentPack =>
  aSentPack(letter, { refusal: { code, params: { unit: aUnit.name } } })
const taken = (letter: string): SentPack => aSentPack(letter, { completedAt: madeAt + 1 })

/** A person whom these packs spoke of last. */
const reportedIn = (letter: string): ListedCase =>
  aCaseRow({ key: letter, report: { pack: manifestOf(letter), at: madeAt } })

let rows: UnitSyncStorage
let told: readonly SentPack[] | 'unknown question' | 'cut off'
let people: readonly ListedCase[]
let written: number
let looked: number
let desk: LearnDesk & SettleDesk

beforeEach(async () => {
  rows = sealedSyncStorage(openUnitDatabase(`unit-${crypto.randomUUID()}`), await makeVault())
  told = []
  people = []
  written = 0
  looked = 0
  const ask: LearnDesk['server']['ask'] = async (endpoint) => {
    if (told === 'cut off') return refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    if (told === 'unknown question' || endpoint.path !== '/packs')
      return refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {}))
    return ok((await import('valibot')).parse(endpoint.answer, { items: told }))
  }
  const cases: SettleDesk['cases'] = {
    appended: () => written,
    rows() {
      looked += 1
      return Promise.resolve(ok(people))
    },
    async *trails() {
      // Every line tells what went up.
    },
  }
  desk = { rows, cases, server: { ask }, unit: { unit: aUnit } }
})

const open = async () => refusedOf(await packsOnTheirWay(rows))

/** One run, in which these packs are the last to speak of somebody. */
async function meet(...letters: readonly string[]): Promise<void> {
  people = letters.map(reportedIn)
  written += 1
  expect(await learnPacks(desk, state)).toEqual({ ok: true, value: undefined })
  expect(await settleAnswered(desk)).toEqual({ ok: true, value: undefined })
}

describe('what became of the packs of a unit', () => {
  test('is known on a device that did not send them: the name, the reason, and that it is sent elsewhere', async () => {
    told = [refused('a'), taken('b'), aSentPack('c')]
    await meet('a')
    const [pack, ...others] = await open()
    expect(others).toEqual([])
    expect(pack).toMatchObject({
      fileName: `${aUnit.name}_上报_20261124_3人.rpz`,
      people: 3,
      error: { code: 'PACK_OUTDATED', params: { unit: aUnit.name } },
    })
    expect(pack && mayGoAgain(pack)).toBe(false)
    expect([...(await packsNotTaken(rows))]).toEqual([manifestOf('a')])
  })

  test('is asked for again after a loss, wherever it was sent from', async () => {
    told = [taken('b')]
    await learnPacks(desk, state)
    told = []
    const lost = await findLostPacks(desk, state)
    expect(lost.ok && lost.value.settled).toEqual([`sent:${'b'.repeat(64)}`])
  })

  test('is told no more once the server took it after all, or the clerk has seen it', async () => {
    told = [refused('a'), refused('b')]
    await meet('a', 'b')
    expect(await open()).toHaveLength(2)
    told = [taken('a'), refused('b')]
    await meet('a', 'b')
    const [left, ...others] = await open()
    expect([left?.digest, others]).toEqual(['b'.repeat(64), []])
    if (left) await leavePack(rows, left)
    await meet('a', 'b')
    expect(await open()).toEqual([])
  })

  test('is not asked of who reports to nobody; an older server, or a cut line, changes nothing', async () => {
    told = 'unknown question'
    expect(await learnPacks(desk, state)).toMatchObject({ ok: true })
    told = 'cut off'
    expect(await learnPacks(desk, state)).toMatchObject({ ok: false, remedy: 'retry' })
    expect(await learnPacks(desk, { ...state, parentOrgId: null })).toMatchObject({ ok: true })
    expect(await rows.ids('')).toEqual({ ok: true, value: [] })
  })
})

describe('a pack of another device that was not taken', () => {
  test('is told as long as people of it are missing above, whenever that becomes known', async () => {
    told = [refused('a'), refused('b', 'PACK_UNKNOWN_UNIT')]
    await learnPacks(desk, state)
    // Answered before this device was there.
    await settleAnswered(desk)
    expect(await open()).toEqual([])
    people = [reportedIn('a'), reportedIn('b')]
    written += 1
    await settleAnswered(desk)
    expect(await open()).toHaveLength(2)
    people = [reportedIn('c')]
    written += 1
    await settleAnswered(desk)
    expect(await open()).toEqual([])
    // Where nothing was written nobody is looked through again.
    const before = looked
    await settleAnswered(desk)
    expect(looked).toBe(before)
    expect([...(await packsNotTaken(rows))].sort()).toEqual([manifestOf('a'), manifestOf('b')])
  })
})

describe('a pack of this device that was not taken', () => {
  const put = (letter: string, code: 'PACK_LOST_ABOVE' | 'SERVER_REQUEST_BAD') => {
    const facts = { digest: letter.repeat(64), sizeBytes: 1, fileName: 'x.rpz', people: 1, madeAt }
    return rows.put(`upload:${letter.repeat(64)}`, {
      ...facts,
      manifest: manifestOf(letter),
      error: { code, params: {} },
    })
  }

  test('is done with when later packs speak of its people, unless something else is wrong with it', async () => {
    await put('a', 'PACK_LOST_ABOVE')
    await put('b', 'SERVER_REQUEST_BAD')
    people = [reportedIn('a'), reportedIn('b')]
    await settleAnswered(desk)
    expect(await open()).toHaveLength(2)
    people = [reportedIn('c')]
    await settleAnswered(desk)
    expect((await open()).map(({ digest }) => digest)).toEqual(['b'.repeat(64)])
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { fetchSlips, serversElsewhere } from '#app/individual/stores/fetch-slips.ts'
import type { SlipsPage } from '#app/platform/sync-client/server-desk.ts'
import { fail, ok } from '#core/errors/result.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { TaskContent } from '#core/task/task.ts'
import { aTaskContent } from '#tests/support/units.ts'

const here = 'https://caibao.example'
const elsewhere = 'https://other.example'
const [oldKey, newKey] = ['o'.repeat(43), 'n'.repeat(43)]
const aTask = (server: string, serverKey: string): TaskContent =>
  aTaskContent({ id: crypto.randomUUID(), server, serverKey })
const slipAt = (position: number): WaitingSlip => ({
  position,
  slipId: crypto.randomUUID(),
  submissionDigest: 'a'.repeat(64),
  at: 1,
  file: `${position}`,
})

/** A server that has a key and slips, asked as the desk asks it. */
let waiting: readonly WaitingSlip[]
let readUpTo: number
/** How many the server puts on a page that begins behind a place: it counts bytes, so that one page is not as another. */
let pageAfter: (after: number) => number
let locked: ReadonlySet<number>
let taken: number[]
let asked: (string | undefined)[]
let failure: Answered<SlipsPage> | undefined

const server = {
  isHere: (task: TaskContent) => task.server === here,
  async slips({ server: address, serverKey }: TaskContent, after = readUpTo): Promise<Answered<SlipsPage>> {
    asked.push(serverKey)
    if (address !== here) return refuse('needsPerson', fail('DELIVERY_OTHER_SERVER', { server: address ?? '' }))
    if (serverKey !== newKey) return refuse('needsPerson', fail('SERVER_KEY_OTHER', {}))
    if (failure) return failure
    const items = waiting.filter(({ position }) => position > after).slice(0, pageAfter(after))
    return ok({ items, next: items.at(-1)?.position ?? after })
  },
  markRead: async ({ position }: Pick<WaitingSlip, 'position'>) => void (readUpTo = position),
}
const fetchBy = (...tasks: readonly TaskContent[]) =>
  fetchSlips(tasks, {
    server,
    async take({ position }) {
      if (locked.has(position)) return false
      taken.push(position)
      return true
    },
  })

beforeEach(() => {
  waiting = [slipAt(1), slipAt(2)]
  ;[readUpTo, locked, taken, asked, failure] = [0, new Set(), [], [], undefined]
  pageAfter = () => 100
})

describe('fetching return slips', () => {
  test('asks by the newest task, not by one of the key the server had before', async () => {
    expect(await fetchBy(aTask(here, newKey), aTask(here, oldKey))).toEqual(ok(undefined))
    expect([taken, new Set(asked)]).toEqual([[1, 2], new Set([newKey])])
  })

  test('asks by another task when the newest speaks of another key: an old link may be opened last', async () => {
    expect(await fetchBy(aTask(here, oldKey), aTask(here, oldKey), aTask(here, newKey))).toEqual(ok(undefined))
    expect([taken, asked.filter((key) => key === oldKey)]).toEqual([[1, 2], [oldKey]])
  })

  test('says that the key is another one when no task knows it', async () => {
    expect(await fetchBy(aTask(here, oldKey))).toMatchObject({ ok: false, error: { code: 'SERVER_KEY_OTHER' } })
  })

  test('asks no server of another address, and lets none silence the one here', async () => {
    const other = aTask(elsewhere, oldKey)
    expect(await fetchBy(other, aTask(here, newKey), other)).toEqual(ok(undefined))
    expect([taken, new Set(asked)]).toEqual([[1, 2], new Set([newKey])])
    expect(serversElsewhere([other, aTask(here, newKey), other], server)).toEqual([elsewhere])
    expect([await fetchBy(other), await fetchBy(aTaskContent())]).toEqual([undefined, undefined])
  })

  test('tells what went wrong with the one here, and asks no further', async () => {
    failure = refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    expect(await fetchBy(aTask(here, newKey), aTask(here, oldKey))).toEqual(failure)
    expect(asked).toEqual([newKey])
  })

  test('comes to those behind a hundred that wait for a lock, and asks for them again later', async () => {
    waiting = Array.from({ length: 250 }, (_, index) => slipAt(index + 1))
    locked = new Set(Array.from({ length: 120 }, (_, index) => index + 2))
    await fetchBy(aTask(here, newKey))
    expect([taken.length, taken[1], taken.at(-1)]).toEqual([130, 122, 250])
    expect(readUpTo).toBe(1)
    locked = new Set()
    await fetchBy(aTask(here, newKey))
    expect(new Set(taken).size).toBe(250)
    expect(readUpTo).toBe(250)
  })

  test('follows pages of any size till the empty one, and goes on where it was cut off', async () => {
    waiting = Array.from({ length: 12 }, (_, index) => slipAt((index + 1) * 10))
    pageAfter = (after) => (after === 40 ? 5 : 1)
    const cut = refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    const slips: typeof server.slips = (task, after) =>
      after === 30 ? Promise.resolve(cut) : server.slips(task, after)
    const take = ({ position }: WaitingSlip) => Promise.resolve(taken.push(position) > 0)
    expect(await fetchSlips([aTask(here, newKey)], { server: { ...server, slips }, take })).toEqual(cut)
    expect([taken, readUpTo]).toEqual([[10, 20, 30], 30])
    asked = []
    expect(await fetchBy(aTask(here, newKey))).toEqual(ok(undefined))
    expect(taken).toEqual(waiting.map(({ position }) => position))
    // Behind 30, 40, 90, 100, 110, and the empty one behind 120.
    expect([asked.length, readUpTo]).toEqual([6, 120])
  })

  test('is not kept asking by a server that names no place further on', async () => {
    let times = 0
    const slips = async (): Promise<Answered<SlipsPage>> => {
      times += 1
      return ok({ items: [slipAt(1)], next: 0 })
    }
    const fetching = { server: { ...server, slips }, take: () => Promise.resolve(true) }
    expect(await fetchSlips([aTask(here, newKey)], fetching)).toEqual(ok(undefined))
    expect(times).toBe(2)
  })
})

import { afterEach, expect, test, vi } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { joinedPage, person } from '#tests/support/joined-page.ts'

afterEach(() => void vi.unstubAllGlobals())

const [soonMs, askAgainMs] = [1500, 120_000]
const met = (asked: readonly string[]): number => asked.filter((each) => each === 'GET /server').length

/** A page amid a run that waits for the server, with all it has known there. */
async function amidARun() {
  const page = await joinedPage(2)
  page.knowSteps()
  const sync = useUnitSyncStore(page.pinia)
  const letGo = page.hold('GET /changes')
  const begun = sync.begin()
  await expect.poll(() => page.asked.includes('GET /changes')).toBe(true)
  return { ...page, sync, letGo, begun }
}

test('a network that comes back while a run still waits for an answer is asked again after it', async () => {
  const { asked, letGo, begun, onNetwork } = await amidARun()
  onNetwork.back()
  letGo()
  await begun
  expect(met(asked)).toBe(2)
})

test('a run amid which nothing is wished for is followed by the next in its time', async () => {
  const { asked, letGo, begun, timers } = await amidARun()
  letGo()
  await begun
  expect(met(asked)).toBe(1)
  expect(timers.at(-1)?.pauseMs).toBe(askAgainMs)
})

test('a step that is taken while a run still waits for an answer is sent after it', async () => {
  const { asked, cases, sync, letGo, begun, timers } = await amidARun()
  cases.change(person, { sequence: 3 })
  await expect.poll(() => timers.map(({ pauseMs }) => pauseMs)).toEqual([soonMs])
  timers[0]?.ring()
  await expect.poll(() => sync.overview.unsent).toBe(1)
  letGo()
  await begun
  expect(met(asked)).toBe(2)
})

test('whoever unlocks amid the run of who was here before waits for no timer', async () => {
  const { asked, pinia, sync, letGo, begun } = await amidARun()
  const units = useUnitStore(pinia)
  units.lock()
  await units.unlock('黄采集', '')
  await useCaseListStore(pinia).load()
  await sync.begin()
  letGo()
  await begun
  expect(met(asked)).toBe(2)
})

test('what speaks to the server and does not come is told, and asked for again in its time', async () => {
  let isThere = false
  const { asked, pinia, timers } = await joinedPage(2, async (server) => {
    if (!isThere) throw new TypeError('Failed to fetch dynamically imported module')
    return server
  })
  const sync = useUnitSyncStore(pinia)
  await sync.begin()
  expect(sync).toMatchObject({ isRunning: false, error: { code: 'DELIVERY_NO_CONNECTION' } })
  expect(sync.lines).toMatchObject([{ kind: 'retry' }])
  expect(timers.map(({ pauseMs }) => pauseMs)).toEqual([askAgainMs])
  isThere = true
  timers[0]?.ring()
  await expect.poll(() => met(asked)).toBe(1)
})

test('what breaks a run off is told, and breaks off none after it', async () => {
  const ask = () => Promise.reject(new Error('the connection was lost'))
  const { pinia, timers } = await joinedPage(2, async () => ({ ask }))
  const sync = useUnitSyncStore(pinia)
  await sync.begin()
  expect(sync).toMatchObject({ isRunning: false, error: { code: 'STORAGE_WRITE_FAILED' } })
  expect(timers.map(({ pauseMs }) => pauseMs)).toEqual([askAgainMs])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isBeingLocked, untilLocked, whileAllStandStill } from '#app/platform/lock/stand-still.ts'
import { type DraftRole, openDraftWriter } from '#app/platform/storage/draft-writer.ts'
import { inOneTab } from '#app/platform/storage/one-tab.ts'
import { occasionsOf } from '#app/platform/sync-client/sync-occasions.ts'

// What a browser does where it keeps nothing of this site, or an old one has not at all.
const refuse = (): Promise<never> => Promise.reject(new DOMException('access is denied', 'SecurityError'))
const noChannel = () => {
  throw new DOMException('the operation is insecure', 'SecurityError')
}
const browsers: readonly (readonly [string, object])[] = [
  ['refused', { locks: { request: refuse, query: refuse } }],
  ['missing', {}],
]

beforeEach(async () => {
  vi.stubGlobal('BroadcastChannel', new Proxy(BroadcastChannel, { construct: noChannel }))
  vi.resetModules()
  await import('#app/platform/storage/refused-channels.ts')
})
afterEach(() => vi.unstubAllGlobals())

test.each(browsers)('where locks are %s, whoever opens a draft writes it', async (_how, browser) => {
  vi.stubGlobal('navigator', browser)
  const roles: DraftRole[] = []
  const writer = openDraftWriter('a', { onRole: (role) => roles.push(role), onYield: () => Promise.resolve() })
  await expect.poll(() => roles).toEqual(['writer'])
  writer.close()
})

test.each(browsers)('where locks are %s, work for one tab at a time is done, and once', async (_how, browser) => {
  vi.stubGlobal('navigator', browser)
  const work = vi.fn<() => Promise<string>>(() => Promise.resolve('done'))
  expect(await inOneTab('work', work)).toBe('done')
  expect(work).toHaveBeenCalledOnce()
  const run = vi.fn<() => Promise<void>>(() => Promise.resolve())
  expect(await occasionsOf('sync').alone(run)).toBe(true)
  expect(run).toHaveBeenCalledOnce()
})

test.each(browsers)('where locks are %s, nobody waits for a page that locks a draft', async (_how, browser) => {
  vi.stubGlobal('navigator', browser)
  expect(await isBeingLocked('a')).toBe(false)
  await untilLocked('a')
  const answers = { work: () => Promise.resolve('locked'), refused: () => 'refused' }
  expect(await whileAllStandStill('a', answers)).toBe('locked')
})

test('work that fails under a lock is not done a second time', async () => {
  vi.stubGlobal('navigator', {
    locks: { request: (_name: string, _options: object, work: (lock: object) => unknown) => work({}) },
  })
  const work = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('no room')))
  await expect(inOneTab('work', work)).rejects.toThrow('no room')
  expect(work).toHaveBeenCalledOnce()
})

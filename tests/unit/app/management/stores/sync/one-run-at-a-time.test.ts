import { afterEach, describe, expect, test, vi } from 'vitest'
import { stateId } from '#app/management/stores/sync/sync-desk.ts'
import { useServerJoinStore } from '#app/management/stores/useServerJoinStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { joinedPage, person } from '#tests/support/joined-page.ts'

afterEach(() => void vi.unstubAllGlobals())

const pushed = (asked: readonly string[]): number => asked.filter((each) => each === 'POST /reviews').length

describe('steps the server takes and does not tell of', () => {
  test('are not pushed without end', async () => {
    const { pinia, asked, cases } = await joinedPage(0)
    await useUnitSyncStore(pinia).begin()
    expect(pushed(asked)).toBeLessThan(10)
    expect(cases.synced.get(person)).toMatchObject({ confirmed: 0 })
  })

  test('stand once everything is compared from the beginning, where this device was past them', async () => {
    const { pinia, asked, cases, knowSteps } = await joinedPage(0)
    knowSteps()
    const sync = useUnitSyncStore(pinia)
    await sync.begin()
    expect(pushed(asked)).toBeLessThan(5)
    expect(cases.synced.get(person)).toMatchObject({ confirmed: 2 })
    expect(sync).toMatchObject({ overview: { unsent: 0 }, error: undefined })
  })
})

describe('while a run, of this tab or another, waits for the server', () => {
  /** Such a run, and what is to be done amid it. */
  async function amid(act: (join: ReturnType<typeof useServerJoinStore>) => Promise<unknown>) {
    const page = await joinedPage(2)
    page.knowSteps()
    const [join, sync] = [useServerJoinStore(page.pinia), useUnitSyncStore(page.pinia)]
    const letGo = page.hold('GET /changes')
    const begun = sync.begin()
    await expect.poll(() => page.asked.includes('GET /changes')).toBe(true)
    const done = act(join)
    letGo()
    await Promise.all([begun, done])
    return { ...page, sync }
  }

  test('the connection is not taken away under it, and does not come back', async () => {
    const { stored, sync } = await amid((join) => join.disconnect())
    expect(stored.has(stateId)).toBe(false)
    expect(sync.isConnected).toBe(false)
  })

  test('nothing is compared anew under it, and everything after it', async () => {
    const { cases, stored, asked } = await amid((join) => join.startOver())
    expect(cases.synced.get(person)).toMatchObject({ confirmed: 2 })
    expect(stored.get(stateId)).toMatchObject({ cursor: 2 })
    expect(pushed(asked)).toBeLessThan(5)
  })
})

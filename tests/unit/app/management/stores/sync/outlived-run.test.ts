import { afterEach, expect, test, vi } from 'vitest'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { stateId } from '#app/management/stores/sync/sync-desk.ts'
import { joinedPage } from '#tests/support/joined-page.ts'

afterEach(() => void vi.unstubAllGlobals())

test.each(['GET /changes', 'POST /reviews'])(
  'a run that waits for %s while the store is locked does nothing in the next that is unlocked',
  async (name) => {
    const { pinia, asked, hold, append, stored, state } = await joinedPage()
    const [units, sync] = [useUnitStore(pinia), useUnitSyncStore(pinia)]
    const letGo = hold(name)
    const begun = sync.begin()
    await expect.poll(() => asked.includes(name)).toBe(true)
    append.mockClear()
    units.lock()
    await units.unlock('黄采集', '')
    letGo()
    await begun
    expect(append).not.toHaveBeenCalled()
    expect(asked.filter((each) => each === 'POST /reviews')).toHaveLength(name === 'POST /reviews' ? 1 : 0)
    expect(stored.get(stateId)).toMatchObject({ cursor: state.cursor })
    expect(sync).toMatchObject({ error: undefined, lines: [] })
  },
)

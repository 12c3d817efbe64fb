import { describe, expect, test } from 'vitest'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { useViewsStore } from '#app/management/stores/useViewsStore.ts'
import { fail } from '#core/errors/result.ts'
import { memoryKept } from '#tests/support/memory-kept.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

/** A unit that keeps things in memory, but for what it refuses. */
async function unitWithMemory(refusing: object = {}) {
  const { storage } = memoryKept()
  return memoryUnit(memoryCases(), { desk: { openKept: () => ({ ...storage, ...refusing }) } })
}

describe('what was removed by mistake comes back as it was', () => {
  test('a view, in its place', async () => {
    const views = useViewsStore(await unitWithMemory())
    await views.save('待检查')
    await views.save('已通过')
    const [first] = views.views
    const removed = await views.remove(first?.id ?? '')
    expect(removed).toEqual(first)
    expect(views.views.map(({ name }) => name)).toEqual(['已通过'])
    if (removed) await views.bringBack(removed)
    expect(views.views.map(({ name }) => name)).toEqual(['待检查', '已通过'])
    expect(views.views[0]).toEqual(first)
  })

  test('a layout of the roster', async () => {
    const pinia = await unitWithMemory()
    const rosters = useRosterPrintsStore(pinia)
    const layout = { id: 'one', name: '带手机', ...useRosterStore(pinia).standingLook() }
    expect(await rosters.saveLayout(layout)).toBe(true)
    expect(await rosters.removeLayout('one')).toEqual(layout)
    expect(rosters.layouts).toEqual([])
    expect(await rosters.removeLayout('one')).toBeUndefined()
    await rosters.saveLayout(layout)
    expect(rosters.layouts).toEqual([layout])
  })
})

describe('a layout that the device does not take', () => {
  const refuse = () => Promise.resolve(fail('STORAGE_FULL', { reason: 'QuotaExceededError' }))

  test('is not called saved, and why is told beside the layouts alone', async () => {
    const pinia = await unitWithMemory({ put: refuse })
    const rosters = useRosterPrintsStore(pinia)
    const layout = { id: 'one', name: '带手机', ...useRosterStore(pinia).standingLook() }
    expect(await rosters.saveLayout(layout)).toBe(false)
    expect(rosters.layoutError?.code).toBe('STORAGE_FULL')
    expect(rosters.error).toBeUndefined()
  })

  test('is not called removed where it stays, and why is told there, too', async () => {
    const pinia = await unitWithMemory({ remove: refuse })
    const rosters = useRosterPrintsStore(pinia)
    const layout = { id: 'one', name: '带手机', ...useRosterStore(pinia).standingLook() }
    await rosters.saveLayout(layout)
    expect(await rosters.removeLayout('one')).toBeUndefined()
    expect(rosters.layoutError?.code).toBe('STORAGE_FULL')
    expect(rosters.error).toBeUndefined()
  })
})

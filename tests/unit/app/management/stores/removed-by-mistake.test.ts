import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { useViewsStore } from '#app/management/stores/useViewsStore.ts'
import { ok } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

/** A unit that keeps things in memory, by kind and name. */
async function unitWithMemory() {
  const kept = new Map<string, unknown>()
  const fitting = (kind: string, schema: v.GenericSchema) =>
    [...kept].flatMap(([id, value]) => (id.startsWith(`${kind}:`) ? [v.parse(schema, value)] : []))
  const openKept = () => ({
    list: (kind: string, schema: v.GenericSchema) => Promise.resolve(ok(fitting(kind, schema))),
    survey: (kind: string, schema: v.GenericSchema) =>
      Promise.resolve(ok({ fitting: fitting(kind, schema), unread: [] })),
    put: (kind: string, id: string, value: unknown) => Promise.resolve(ok(void kept.set(`${kind}:${id}`, value))),
    remove: (kind: string, id: string) => Promise.resolve(ok(void kept.delete(`${kind}:${id}`))),
  })
  return memoryUnit(memoryCases(), { desk: { openKept } })
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
    await rosters.saveLayout(layout)
    expect(await rosters.removeLayout('one')).toEqual(layout)
    expect(rosters.layouts).toEqual([])
    expect(await rosters.removeLayout('one')).toBeUndefined()
    await rosters.saveLayout(layout)
    expect(rosters.layouts).toEqual([layout])
  })
})

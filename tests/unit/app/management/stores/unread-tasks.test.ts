import { describe, expect, test } from 'vitest'
import { useIssuedTasksStore } from '#app/management/stores/useIssuedTasksStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { ok } from '#core/errors/result.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { aUnit } from '#tests/support/units.ts'

describe('tasks of the unit that are not understood', () => {
  test('are told of at the top of the page, until an update understands them', async () => {
    const listed = { fitting: [], unread: ['of a newer app'] }
    const units = {
      onUsersChange: () => undefined,
      get: () => Promise.resolve(ok({ unit: aUnit, keys: { signing: unitKey, opening: unitKey } })),
      users: () => Promise.resolve(ok(['黄采集'])),
      lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
      tasks: () => Promise.resolve(ok(listed)),
    }
    const pinia = await memoryUnit(memoryCases(), { desk: { units } })
    await useIssuedTasksStore(pinia).load()
    expect([...useUnitStore(pinia).unread]).toEqual([['task', 1]])
    listed.unread = []
    await useIssuedTasksStore(pinia).load()
    expect([...useUnitStore(pinia).unread]).toEqual([])
  })
})

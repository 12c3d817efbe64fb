import { expect, test } from 'vitest'
import { onceAtATime } from '#app/management/stores/once-at-a-time.ts'
import { useIssuedTasksStore } from '#app/management/stores/useIssuedTasksStore.ts'
import { ok } from '#core/errors/result.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { anOpeningKey, aUnit } from '#tests/support/units.ts'

test('a task whose button was pressed twice is issued once, and the next press issues the next', async () => {
  const added: string[] = []
  const keys = { signing: unitKey, opening: await anOpeningKey() }
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok({ unit: aUnit, keys })),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
    tasks: () => Promise.resolve(ok({ fitting: [], unread: [] })),
    addTask: ({ id }: { readonly id: string }) => Promise.resolve(ok(void added.push(id))),
  }
  const store = useIssuedTasksStore(await memoryUnit(memoryCases(), { desk: { units } }))
  expect(await Promise.all([store.issue('', true), store.issue('', true)])).toEqual([true, false])
  expect(added).toHaveLength(1)
  expect(store.isIssuing).toBe(false)
  expect(await store.issue('', true)).toBe(true)
  expect(added).toHaveLength(2)
})

test('work that failed can be begun again', async () => {
  const { isRunning, run } = onceAtATime(() => Promise.reject(new Error('full')))
  await expect(run()).rejects.toThrow('full')
  expect(isRunning.value).toBe(false)
  await expect(run()).rejects.toThrow('full')
})

import { afterEach, expect, test, vi } from 'vitest'
import { isUnitDevice } from '#app/platform/unit/is-unit-device.ts'

const store = vi.hoisted(() => ({ count: vi.fn<() => Promise<number>>() }))
vi.mock('dexie', () => ({ Dexie: { exists: () => Promise.resolve(true) } }))
vi.mock('#app/platform/storage/unit-database.ts', () => ({
  openUnitDatabase: () => ({ unit: { count: store.count }, close: () => undefined }),
}))
afterEach(() => vi.unstubAllGlobals())

/** Whether a unit works here, of which this lies in the database and beside it. */
function isHere(units: number | Error, mark?: object): Promise<boolean> {
  store.count.mockImplementation(() => (units instanceof Error ? Promise.reject(units) : Promise.resolve(units)))
  vi.stubGlobal('localStorage', { getItem: () => (mark ? JSON.stringify(mark) : null) })
  return isUnitDevice()
}

test('a unit works where its store lies, and where it lay until it was lost', async () => {
  const mark = { name: '北流市第一中学', at: 1 }
  expect(await isHere(1)).toBe(true)
  expect(await isHere(0, mark)).toBe(true)
  expect(await isHere(new Error('not opened'), mark)).toBe(true)
  expect([await isHere(0), await isHere(new Error('not opened'))]).toEqual([false, false])
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitTroubleStore } from '#app/management/stores/useUnitTroubleStore.ts'
import { makeUnitTroubles, type UnitTrouble } from '#app/platform/unit/unit-troubles.ts'
import { fail, ok } from '#core/errors/result.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aUnit } from '#tests/support/units.ts'

let kept: Map<string, string>
beforeEach(() => {
  kept = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

const unit = { unit: aUnit, keys: {}, keyFile: '密钥文件' }

/** A page that is opened where this lies in the database. */
async function opened(found: unknown, at = 1) {
  const saved: unknown[] = []
  let tell: (trouble: UnitTrouble) => void = () => undefined
  const get = vi.fn<() => Promise<unknown>>().mockResolvedValue(found)
  const units = { onUsersChange: () => undefined, get, users: () => Promise.resolve(ok([])) }
  const watchStore = vi.fn<() => Promise<void>>().mockResolvedValue()
  const onTrouble = (listener: typeof tell) => void (tell = listener)
  const pinia = await pageStores({
    unitDesk: () => Promise.resolve({ units, watchStore, onTrouble }),
    clock: { now: () => at },
    files: { save: (file: unknown) => Promise.resolve(saved.push(file)) },
  })
  const [store, troubles] = [useUnitStore(pinia), useUnitTroubleStore(pinia)]
  await store.load()
  return { store, troubles, saved, get, watchStore, report: (next: UnitTrouble) => tell(next) }
}

describe('a unit’s store that is not here any more', () => {
  test('is named at the next start, with when it was last opened, and hidden for a page that begins anew', async () => {
    await opened(ok(unit), 5)
    const next = await opened(ok(undefined))
    await expect.poll(() => next.troubles.vanished).toEqual({ name: aUnit.name, at: 5 })
    next.troubles.beginAnew()
    expect(next.troubles.vanished).toBeUndefined()
    // Nothing was set up yet.
    const later = await opened(ok(undefined))
    expect(later.troubles.vanished).toMatchObject({ at: 5 })
  })

  test('of a newer version a page hears that has no unit yet', async () => {
    const { store, troubles, watchStore, report } = await opened(ok(undefined))
    report('outdated')
    expect([store.status, troubles.trouble, watchStore.mock.calls.length]).toEqual(['absent', 'outdated', 0])
  })

  test('is looked out for again once it opens, where that could not begin', async () => {
    const { store, watchStore } = await opened(ok(unit))
    // It is read, then locked.
    await expect.poll(() => watchStore.mock.calls.length).toBe(2)
    store.status = 'open'
    await expect.poll(() => watchStore.mock.calls.length).toBe(3)
  })

  test('was never lost where none was, nor where it only cannot be read', async () => {
    expect((await opened(ok(undefined))).troubles.vanished).toBeUndefined()
    await opened(ok(unit))
    const unread = await opened(fail('STORAGE_READ_FAILED', { reason: '' }))
    expect([unread.store.status, unread.troubles.vanished]).toEqual(['loading', undefined])
  })

  test('a mark that is no mark names nothing', async () => {
    kept.set('caibao-unit.kept', '{"name":1}')
    expect((await opened(ok(undefined))).troubles.vanished).toBeUndefined()
  })

  test('erased under the page: the page still knows its key file', async () => {
    const { store, troubles, saved, get, report } = await opened(ok(unit))
    report('erased')
    expect(troubles.trouble).toBe('erased')
    get.mockResolvedValue(fail('UNIT_STORE_ERASED', {}))
    await store.load()
    await troubles.saveKeyFile()
    expect(saved).toEqual([{ fileName: `${aUnit.name}_单位密钥.key`, text: '密钥文件', type: 'application/json' }])
  })
})

test('of what befell a store whoever listens later is told, too, and of the first alone', () => {
  const { report, listen, trouble } = makeUnitTroubles()
  report('outdated')
  report('erased')
  const told: string[] = []
  listen((next) => told.push(next))
  expect([told, trouble()]).toEqual([['outdated'], 'outdated'])
})

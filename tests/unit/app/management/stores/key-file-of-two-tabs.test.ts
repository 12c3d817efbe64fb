import { describe, expect, test } from 'vitest'
import { useOwnCertificateStore } from '#app/management/stores/useOwnCertificateStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import type { StoredUnit, UnitStorage } from '#app/platform/storage/unit-storage.ts'
import type { UsersChange } from '#app/platform/storage/users-channel.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aLadder } from '#tests/support/certified.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { anOpeningKey, aUnit } from '#tests/support/units.ts'

/** A page of the unit, and what another tab does to its keys; `whileSaving` is done when the file is handed over. */
async function aPage(whileSaving: (tab: { changeKeys: () => void }) => void = () => undefined) {
  const { school, text } = await aLadder()
  const { certificates: _none, ...signing } = school
  const opening = await anOpeningKey()
  const next = await aSigningKey()
  let stored: StoredUnit = { unit: aUnit, keys: { signing, opening }, keyFile: 'first' }
  let hear: (change: UsersChange) => void = () => undefined
  const saved: string[] = []
  const tab = {
    changeKeys: () => void (stored = { unit: aUnit, keys: { signing: next, opening }, keyFile: 'second' }),
    tell: () => hear({}),
  }
  const units = {
    onUsersChange: (listener: typeof hear) => void (hear = listener),
    get: () => Promise.resolve(ok(stored)),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
    markKeyFileSaved: (keyFileSavedAt: number, keyFile: string) => {
      if (stored.keyFile !== keyFile) return Promise.resolve(fail('UNIT_KEYS_CHANGED', {}))
      stored = { ...stored, keyFileSavedAt }
      return Promise.resolve(ok(undefined))
    },
    setCertificates: (_certificates: readonly string[], seen: Parameters<UnitStorage['setCertificates']>[1]) =>
      Promise.resolve(stored.keyFile === seen.keyFile ? ok(undefined) : fail('UNIT_CERTIFICATES_CHANGED', {})),
  }
  const files = {
    save(file: { readonly text: string }) {
      saved.push(file.text)
      whileSaving(tab)
      return Promise.resolve()
    },
  }
  const clock = { now: () => Date.parse('2026-11-28T04:00:00.000Z'), today: () => '2026-11-28' }
  const pinia = await memoryUnit(memoryCases(), { desk: { units }, platform: { files, clock } })
  return { tab, saved, store: useUnitStore(pinia), own: useOwnCertificateStore(pinia), text }
}

describe('keys that another tab has changed', () => {
  test('the key file that is saved is the one that opens them', async () => {
    const { tab, saved, store } = await aPage()
    tab.changeKeys()
    await store.saveKeyFile()
    expect(saved).toEqual(['second'])
    expect(store.error).toBeUndefined()
    expect(store.stored).toMatchObject({ keyFile: 'second', keyFileSavedAt: expect.any(Number) })
  })

  test('while the old file was being saved: it does not count, which is told', async () => {
    const { saved, store } = await aPage(({ changeKeys }) => changeKeys())
    await store.saveKeyFile()
    expect(saved).toEqual(['first'])
    expect(store.error?.code).toBe('UNIT_KEYS_CHANGED')
    expect(store.stored?.keyFile).toBe('second')
    expect(store.stored?.keyFileSavedAt).toBeUndefined()
  })

  test('are what this page signs with once it hears of it, and no certificate of the old ones comes beside them', async () => {
    const { tab, store, own, text } = await aPage()
    await own.load()
    tab.changeKeys()
    tab.tell()
    await expect.poll(() => store.stored?.keyFile).toBe('second')
    expect(await own.install(text)).toBe(false)
    expect(own.error?.code).toBe('UNIT_CERTIFICATES_CHANGED')
  })
})

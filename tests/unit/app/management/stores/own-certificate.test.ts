import { expect, test } from 'vitest'
import { useOwnCertificateStore } from '#app/management/stores/useOwnCertificateStore.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aBureauBelow, aCertificate, aLadder, withCertificate } from '#tests/support/certified.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { anOpeningKey, aUnit } from '#tests/support/units.ts'

test('certificates that another tab overtook are not kept, and the person is told and sees the other ones', async () => {
  const { school, bureau, text } = await aLadder()
  const { certificates: _mine, ...bare } = school
  const theirs = await aCertificate(
    aUnit,
    bare,
    { unit: aBureauBelow, key: bureau },
    {
      validUntil: '2098-12-31',
    },
  )
  const other = await withCertificate(bare, theirs)
  const kept: string[] = []
  let stored: StoredUnit = { unit: aUnit, keys: { signing: bare, opening: await anOpeningKey() }, keyFile: '' }
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok(stored)),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
    setCertificates: () => {
      stored = { ...stored, keys: { ...stored.keys, signing: other } }
      return Promise.resolve(fail('UNIT_CERTIFICATES_CHANGED', {}))
    },
  }
  const put = (kind: string) => Promise.resolve(ok(void kept.push(kind)))
  const openKept = () => ({ list: () => Promise.resolve(ok([])), put })
  const clock = { now: () => Date.parse('2026-11-28T04:00:00.000Z'), today: () => '2026-11-28' }
  const pinia = await memoryUnit(memoryCases(), { desk: { units, openKept }, platform: { clock } })
  const store = useOwnCertificateStore(pinia)
  await store.load()
  expect(await store.install(text)).toBe(false)
  expect(store.error?.code).toBe('UNIT_CERTIFICATES_CHANGED')
  expect(store.standing).toMatchObject({ kind: 'certified', validUntil: '2098-12-31' })
  expect(kept).toEqual([])
})

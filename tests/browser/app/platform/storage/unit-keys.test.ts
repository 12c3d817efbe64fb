import { expect, test } from 'vitest'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { dexieUnitStorage } from '#app/platform/storage/unit-storage.ts'

test('of two tabs that change the keys, the second is told; the keys of the first stay', async () => {
  const database = openUnitDatabase(`unit-keys-${crypto.randomUUID()}`)
  await database.table('unit').add({ id: 'unit', keyFile: 'first' })
  const [one, other] = [dexieUnitStorage(database), dexieUnitStorage(database)]
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const key = { privateKey: pair.privateKey, publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } } as const
  const next = (keyFile: string) => ({ keys: { signing: key, opening: key }, keyFile })
  expect(await one.changeKeys(next('second'), 'first')).toMatchObject({ ok: true })
  const refused = await other.changeKeys(next('third'), 'first')
  expect(refused).toMatchObject({ ok: false, error: { code: 'UNIT_KEYS_CHANGED' } })
  expect(await database.table('unit').get('unit')).toMatchObject({ keyFile: 'second', earlier: [] })
  await database.delete()
})

test('of two tabs that install certificates, the second is told; those of the first stay beside their key', async () => {
  const database = openUnitDatabase(`unit-keys-${crypto.randomUUID()}`)
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const key = { privateKey: pair.privateKey, publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } } as const
  const seen = { keys: { signing: key, opening: key }, keyFile: 'first' }
  await database.table('unit').add({ id: 'unit', ...seen })
  const [one, other] = [dexieUnitStorage(database), dexieUnitStorage(database)]
  const refused = { ok: false, error: { code: 'UNIT_CERTIFICATES_CHANGED' } }
  expect(await one.setCertificates(['newer', 'above'], seen)).toMatchObject({ ok: true })
  expect(await other.setCertificates(['older', 'above'], seen)).toMatchObject(refused)
  expect(await database.table('unit').get('unit')).toMatchObject({ certificates: ['newer', 'above'] })
  // The same file in both tabs is no conflict, and who has seen what stands may replace it.
  expect(await other.setCertificates(['newer', 'above'], seen)).toMatchObject({ ok: true })
  const now = { ...seen, keys: { ...seen.keys, signing: { ...key, certificates: ['newer', 'above'] } } }
  expect(await other.setCertificates(['newest'], now)).toMatchObject({ ok: true })
  const next = { keys: seen.keys, keyFile: 'second' }
  expect(await one.changeKeys(next, 'first')).toMatchObject({ ok: true })
  // A certificate of the old key never comes to stand beside the new one.
  expect(await other.setCertificates(['of the old key'], seen)).toMatchObject(refused)
  expect((await database.table('unit').get('unit')).certificates).toBeUndefined()
  await database.delete()
})

test('a key file that was replaced in another tab is not noted as saved, and the other tab hears of the change', async () => {
  const database = openUnitDatabase(`unit-keys-${crypto.randomUUID()}`)
  await database.table('unit').add({ id: 'unit', keyFile: 'first' })
  const [one, other] = [dexieUnitStorage(database), dexieUnitStorage(database)]
  const heard: unknown[] = []
  other.onUsersChange((change) => heard.push(change))
  expect(await other.markKeyFileSaved(1, 'first')).toEqual({ ok: true, value: undefined })
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const key = { privateKey: pair.privateKey, publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } } as const
  const next = { keys: { signing: key, opening: key }, keyFile: 'second' }
  expect(await one.changeKeys(next, 'first')).toMatchObject({ ok: true })
  await expect.poll(() => heard).toEqual([{}])
  expect(await other.markKeyFileSaved(2, 'first')).toMatchObject({ ok: false, error: { code: 'UNIT_KEYS_CHANGED' } })
  expect((await database.table('unit').get('unit')).keyFileSavedAt).toBeUndefined()
  expect(await other.markKeyFileSaved(3, 'second')).toMatchObject({ ok: true })
  expect(await database.table('unit').get('unit')).toMatchObject({ keyFileSavedAt: 3 })
  expect(await one.setCertificates(['of the new key'], next)).toMatchObject({ ok: true })
  await expect.poll(() => heard).toHaveLength(2)
  await database.delete()
})

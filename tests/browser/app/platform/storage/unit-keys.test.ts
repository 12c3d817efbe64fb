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

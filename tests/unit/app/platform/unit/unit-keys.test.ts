import { expect, test } from 'vitest'
import { importUnitKeys, makeUnitKeyPairs } from '#app/platform/unit/unit-keys.ts'

test('the private halves of the keys a unit works with cannot be taken out', async () => {
  const { signing, opening } = await importUnitKeys(await makeUnitKeyPairs())
  for (const { privateKey, publicJwk } of [signing, opening]) {
    expect(privateKey.extractable).toBe(false)
    for (const format of ['jwk', 'pkcs8'] as const) {
      await expect(crypto.subtle.exportKey(format, privateKey)).rejects.toMatchObject({ name: 'InvalidAccessError' })
    }
    expect(Object.keys(publicJwk)).not.toContain('d')
  }
})

import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { makeSignerKeys } from '#core/submission/signer-keys.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

describe('the keys of signers', () => {
  test('are named by their thumbprint and opened once while they are at hand', async () => {
    const [first, second] = [await aSigningKey(), await aSigningKey()]
    const keyOf = makeSignerKeys(1)
    const opened = await keyOf(first.publicJwk)
    expect(opened.kid).toBe(await calculateJwkThumbprint(first.publicJwk, 'sha256'))
    expect((await keyOf(first.publicJwk)).key).toBe(opened.key)
    await keyOf(second.publicJwk)
    expect((await keyOf(first.publicJwk)).key).not.toBe(opened.key)
  })

  test('have no key where the point is not on the curve', async () => {
    const { publicJwk } = await aSigningKey()
    const moved = await makeSignerKeys()({ ...publicJwk, y: publicJwk.x })
    expect(moved.key).toBeUndefined()
  })
})

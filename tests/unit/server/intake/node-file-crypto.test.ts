import { describe, expect, test } from 'vitest'
import { webFileCrypto } from '#core/submission/file-crypto.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'

const other = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

describe('reading by Node’s own crypto', () => {
  test('comes to the same as by Web Crypto, whatever is changed in a file', async () => {
    const { text } = await aSignedFile()
    expect(await readSubmission(text, nodeFileCrypto)).toEqual(await readSubmission(text, webFileCrypto))
    const [first = '', last = ''] = [text.indexOf('"payload"'), text.lastIndexOf('"')].map(String)
    for (let at = Number(first); at < Number(last); at += 37) {
      const changed = other(text, at)
      const [ours, theirs] = [await readSubmission(changed, nodeFileCrypto), await readSubmission(changed)]
      expect(ours, `character ${at}`).toEqual(theirs)
      expect(ours.ok && ours.value.text === text).toBe(false)
    }
  })

  test('refuses the signature of another key, one of another length, and one in another form', async () => {
    const [{ publicJwk: jwk }, { text }] = await Promise.all([aSigningKey(), aSignedFile()])
    const { payload, signatures } = JSON.parse(text)
    const [{ protected: header, signature }] = signatures
    const { jwk: own } = JSON.parse(Buffer.from(header, 'base64url').toString())
    const parts = { protected: header, payload, signature }
    expect(nodeFileCrypto.verify(parts, own)).toBe(true)
    expect(nodeFileCrypto.verify(parts, jwk)).toBe(false)
    expect(nodeFileCrypto.verify({ ...parts, signature: `${signature}AA` }, own)).toBe(false)
    expect(nodeFileCrypto.verify({ ...parts, signature: 'A'.repeat(86) }, own)).toBe(false)
    expect(await webFileCrypto.thumbprint(own)).toBe(nodeFileCrypto.thumbprint(own))
  })
})

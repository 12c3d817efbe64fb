import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { signByNode } from '#cli/sign-by-node.ts'
import { freshSigningKey } from '#cli/signing-key.ts'
import { type ManifestContent, manifestKind } from '#core/pack/pack.ts'
import { readSignedFile } from '#core/signed/read-signed-file.ts'
import { signFile } from '#core/signed/sign-file.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { aUnit } from '#tests/support/units.ts'

const digestOf = (index: number): string => createHash('sha256').update(String(index)).digest('hex')

function aManifest(count: number): ManifestContent {
  const submissions = Array.from({ length: count }, (_, index) => digestOf(index))
  const scheme = { id: 'gx-2012', version: '1.0.0' }
  // A name that looks like the place where the digests stand.
  const unit = { ...aUnit, name: '某校"submissions":[]' }
  return { unit, scheme, createdAt: '2026-11-24T02:30:00.000Z', submissions, count, root: digestOf(-1) }
}

// The long one is signed and verified in more than one piece.
describe.for([{ count: 0 }, { count: 3 }, { count: 20_000 }])(
  'a manifest of $count signed by Node’s own crypto',
  ({ count }) => {
    test('is the file Web Crypto would have signed, for either reader', async () => {
      const [content, key] = [aManifest(count), await freshSigningKey()]
      const text = await signFile(manifestKind, content, key, { indent: 0, sign: signByNode })
      expect(text).not.toContain('\n')
      const [byWeb, byNode] = [
        await readSignedFile(text, manifestKind),
        await readSignedFile(text, manifestKind, nodeFileCrypto),
      ]
      expect(byWeb).toEqual(byNode)
      expect(byWeb.ok && byWeb.value.content).toEqual(content)
      const { payload } = JSON.parse(text)
      expect(JSON.parse(await signFile(manifestKind, content, key)).payload).toBe(payload)
      expect(Buffer.from(payload, 'base64url').toString()).toBe(canonicalize(content))
    })

    test('is refused when a character far inside is another one', async () => {
      const text = await signFile(manifestKind, aManifest(count), await freshSigningKey(), {
        indent: 0,
        sign: signByNode,
      })
      const at = text.indexOf('"signatures"') - 60
      const changed = `${text.slice(0, at)}${text[at] === 'M' ? 'N' : 'M'}${text.slice(at + 1)}`
      for (const by of [undefined, nodeFileCrypto]) {
        const read = await readSignedFile(changed, manifestKind, by)
        expect(!read.ok && read.error.code).toBe('SIGNED_FILE_SIGNATURE_BAD')
      }
    })
  },
)

import { base64url, FlattenedEncrypt, generalDecrypt } from 'jose'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSealed, readSealedOutside } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { otherSpelling } from '#tests/support/other-spelling.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey } from '#tests/support/units.ts'

let text: string
let unit: OpeningKey
let above: OpeningKey
let sealed: string

beforeAll(async () => {
  ;({ text } = await signSubmission(aSubmissionContent(), await aSigningKey()))
  unit = await anOpeningKey()
  above = await anOpeningKey()
  sealed = await sealSubmission(text, [unit.publicJwk])
})

const codeOf = async (file: unknown, key = unit): Promise<string> => {
  const opened = await openSealed(typeof file === 'string' ? file : JSON.stringify(file), [key])
  return opened.ok ? 'ok' : opened.error.code
}

describe('a sealed submission', () => {
  test('opens with the unit key to the very file that was signed', async () => {
    const opened = await openSealed(sealed, [above, unit])
    expect(opened.ok && opened.value).toBe(text)
    expect((await readSubmission(opened.ok ? opened.value : '')).ok).toBe(true)
  })

  test('opens for the level above too, when it was sealed to both', async () => {
    const both = await sealSubmission(text, [unit.publicJwk, above.publicJwk])
    expect(await codeOf(both, unit)).toBe('ok')
    expect(await codeOf(both, above)).toBe('ok')
    expect(await codeOf(both, await anOpeningKey())).toBe('SEALED_FOR_OTHERS')
  })

  test('shows nothing of the person, and is recognised by the reader of submissions', async () => {
    expect(sealed).not.toContain(text.slice(200, 240))
    const read = await readSubmission(sealed)
    expect(read.ok || read.error.code).toBe('SUBMISSION_SEALED')
    const outside = readSealedOutside(sealed)
    expect(outside.ok && outside.value.recipients.length).toBe(1)
  })

  test('opens with any JOSE library', async () => {
    const { caibao: _caibao, note: _note, ...jwe } = JSON.parse(sealed)
    const { plaintext } = await generalDecrypt(jwe, unit.privateKey)
    expect(new TextDecoder().decode(plaintext)).toBe(text)
  })

  test('is refused when any character is changed', async () => {
    const members = ['protected', 'iv', 'ciphertext', 'tag', 'encrypted_key'] as const
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...members), async (position, member) => {
        const changed = JSON.parse(sealed)
        const holder = member === 'encrypted_key' ? changed.recipients[0] : changed
        const standing: string = holder[member]
        const at = position % (standing.length - 1)
        holder[member] = standing.slice(0, at) + (standing[at] === 'A' ? 'B' : 'A') + standing.slice(at + 1)
        expect(await codeOf(changed)).toBe('SEALED_DAMAGED')
      }),
      { numRuns: 60 },
    )
  })
})

test('a sealed file has one spelling: spare bits are refused', async () => {
  const outer = JSON.parse(sealed)
  const [recipient] = outer.recipients
  const changed = [
    ...['protected', 'ciphertext', 'tag'].flatMap((member) => {
      const other = otherSpelling(outer[member])
      return other === undefined ? [] : [Object.assign({}, outer, { [member]: other })]
    }),
    { ...outer, recipients: [{ ...recipient, encrypted_key: otherSpelling(recipient.encrypted_key) }] },
  ]
  expect(changed.length).toBeGreaterThan(1)
  for (const file of changed) {
    expect(readSealedOutside(JSON.stringify(file)).ok).toBe(false)
    expect(await codeOf(file)).not.toBe('ok')
  }
})

describe('the opener', () => {
  test.each(['dir', 'ECDH-ES', 'RSA-OAEP', 'PBES2-HS512+A256KW', 'A256KW'])('refuses %s', async (alg) => {
    const changed = JSON.parse(sealed)
    changed.recipients[0].header.alg = alg
    expect(await codeOf(changed)).toBe('SEALED_ALGORITHM_REFUSED')
  })

  test('refuses another content cipher, compression and members it does not know', async () => {
    const header = (value: unknown) => base64url.encode(JSON.stringify(value))
    const base = { enc: 'A256GCM', typ: 'caibao-sealed+jwe', cty: 'caibao-submission+jws' }
    const changed = JSON.parse(sealed)
    expect(await codeOf({ ...changed, protected: header({ ...base, enc: 'A128CBC-HS256' }) })).toBe('SEALED_DAMAGED')
    expect(await codeOf({ ...changed, protected: header({ ...base, zip: 'DEF' }) })).toBe('SEALED_DAMAGED')
    expect(await codeOf({ ...changed, unprotected: { alg: 'dir' } })).toBe('SEALED_DAMAGED')
    expect(await codeOf({ ...changed, aad: 'AA' })).toBe('SEALED_DAMAGED')
  })

  test('refuses a file that names the right key but was sealed to another', async () => {
    const other = JSON.parse(await sealSubmission(text, [above.publicJwk]))
    const outside = readSealedOutside(sealed)
    other.recipients[0].header.kid = outside.ok ? outside.value.recipients[0] : ''
    expect(await codeOf(other)).toBe('SEALED_DAMAGED')
  })

  test('refuses a flattened file', async () => {
    const flattened = await new FlattenedEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
      .encrypt(await crypto.subtle.importKey('jwk', unit.publicJwk, { name: 'ECDH', namedCurve: 'P-256' }, true, []))
    expect(await codeOf({ caibao: 'sealed-submission/1', ...flattened })).toBe('SEALED_DAMAGED')
  })

  test('bounds the size before it decrypts, and never throws', async () => {
    expect(await codeOf(' '.repeat(sealedLimits.sizeBytes + 1))).toBe('FILE_TOO_LARGE')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (anything) => {
        expect(await codeOf(anything)).not.toBe('ok')
      }),
    )
  })
})

import { base64url, CompactSign, FlattenedSign, generalVerify, importJWK } from 'jose'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSubmission, signatureChainHash } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { type SigningKey, submissionLimits } from '#core/submission/submission.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

interface Outer {
  caibao: string
  note?: string
  payload: string
  signatures: { protected: string; signature: string; header?: unknown }[]
}

let key: SigningKey
let text: string
let digest: string

beforeAll(async () => {
  key = await aSigningKey()
  ;({ text, digest } = await signSubmission(aSubmissionContent(), key))
})

const outer = (): Outer => JSON.parse(text)
const read = (value: unknown) => readSubmission(JSON.stringify(value))
const encode = (value: unknown) => base64url.encode(JSON.stringify(value))

async function codeOf(value: unknown): Promise<string> {
  const result = await read(value)
  return result.ok ? 'ok' : result.error.code
}

describe('a submission', () => {
  test('reads back what was signed, with the digest of its payload', async () => {
    const result = await readSubmission(text)
    expect(result.ok && result.value.content).toEqual(aSubmissionContent())
    expect(result.ok && result.value.digest).toBe(digest)
  })

  test('is a general JWS any JOSE library accepts', async () => {
    const publicKey = await importJWK({ ...key.publicJwk, alg: 'ES256' })
    const { payload, signatures } = outer()
    const verified = await generalVerify(
      { payload, signatures: signatures.map((s) => ({ protected: s.protected, signature: s.signature })) },
      publicKey,
    )
    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toEqual(aSubmissionContent())
  })

  test('gives the same digest for the same content in another key order', async () => {
    const content = aSubmissionContent()
    const reordered = {
      ...content,
      record: { ...content.record, basic: Object.fromEntries(Object.entries(content.record.basic).reverse()) },
    }
    expect((await signSubmission(reordered, key)).digest).toBe(digest)
  })

  test('carries names outside the BMP unharmed', async () => {
    const result = await readSubmission(text)
    expect(result.ok && result.value.content.record.basic['name']).toBe('韦晓𬱖')
  })
})

describe('a changed submission', () => {
  test('is refused when any character of payload, header or signature is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom('payload', 'protected', 'signature'), async (position, part) => {
        const changed = outer()
        const [signature] = changed.signatures
        if (!signature) return
        const holder = part === 'payload' ? changed : signature
        const standing =
          part === 'payload' ? changed.payload : part === 'protected' ? signature.protected : signature.signature
        const at = position % (standing.length - 1)
        const flipped = standing.slice(0, at) + (standing[at] === 'A' ? 'B' : 'A') + standing.slice(at + 1)
        Object.assign(holder, { [part]: flipped })
        expect((await read(changed)).ok).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test('is refused when cut at any place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.trimEnd().length - 1 }), async (length) => {
        expect((await readSubmission(text.slice(0, length))).ok).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test('never throws, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"caibao":"submission/1","payload":${json}}`),
        ),
        async (anything) => {
          expect((await readSubmission(anything)).ok).toBe(false)
        },
      ),
    )
  })
})

describe('the reader', () => {
  test.each(['none', 'HS256', 'RS256', 'EdDSA', 'ES384'])('refuses the algorithm %s', async (alg) => {
    const changed = outer()
    changed.signatures = changed.signatures.map((s) => ({
      ...s,
      protected: encode({ ...JSON.parse(new TextDecoder().decode(base64url.decode(s.protected))), alg }),
    }))
    expect(await codeOf(changed)).toBe('SUBMISSION_ALGORITHM_REFUSED')
  })

  test('refuses a key whose thumbprint is not the kid', async () => {
    const other = await aSigningKey()
    const changed = outer()
    changed.signatures = changed.signatures.map((s) => ({
      ...s,
      protected: encode({
        ...JSON.parse(new TextDecoder().decode(base64url.decode(s.protected))),
        jwk: other.publicJwk,
      }),
    }))
    expect(await codeOf(changed)).toBe('SUBMISSION_KEY_MISMATCH')
  })

  test('refuses unprotected header members', async () => {
    const changed = outer()
    changed.signatures = changed.signatures.map((s) => ({ ...s, header: { alg: 'none' } }))
    expect(await codeOf(changed)).toBe('SUBMISSION_DAMAGED')
  })

  test('refuses a file without signatures', async () => {
    expect(await codeOf({ ...outer(), signatures: [] })).toBe('SUBMISSION_DAMAGED')
  })

  test('refuses a second signature that is not bound to the first', async () => {
    const stranger = await aSigningKey()
    const second = await signSubmission(aSubmissionContent(), stranger)
    const changed = outer()
    const other: Outer = JSON.parse(second.text)
    changed.signatures.push(...other.signatures)
    expect(await codeOf(changed)).toBe('SUBMISSION_SIGNATURE_BAD')
  })

  test('accepts a countersignature bound to those before it, and refuses it moved to the front', async () => {
    const unit = await aSigningKey()
    const signed = outer()
    const { kid } = await thumbprintHeader(unit)
    const header = {
      alg: 'ES256',
      typ: 'caibao-countersignature+jws',
      jwk: unit.publicJwk,
      kid,
      prev: await signatureChainHash(signed.signatures),
    }
    const flattened = await new FlattenedSign(base64url.decode(signed.payload))
      .setProtectedHeader(header)
      .sign(unit.privateKey)
    const counter = { protected: flattened.protected ?? '', signature: flattened.signature }
    expect(await codeOf({ ...signed, signatures: [...signed.signatures, counter] })).toBe('ok')
    expect(await codeOf({ ...signed, signatures: [counter, ...signed.signatures] })).toBe('SUBMISSION_SIGNATURE_BAD')
    expect(await codeOf({ ...signed, signatures: [counter] })).toBe('SUBMISSION_SIGNATURE_BAD')
  })

  test('refuses a payload that is not in canonical form, although well signed', async () => {
    const spaced = JSON.stringify(aSubmissionContent(), null, 2)
    const { protectedHeader } = {
      protectedHeader: {
        alg: 'ES256',
        typ: 'caibao-submission+jws',
        jwk: key.publicJwk,
        kid: (await thumbprintHeader(key)).kid,
      },
    }
    const compact = await new CompactSign(new TextEncoder().encode(spaced))
      .setProtectedHeader(protectedHeader)
      .sign(key.privateKey)
    const [header = '', payload = '', signature = ''] = compact.split('.')
    expect(await codeOf({ caibao: 'submission/1', payload, signatures: [{ protected: header, signature }] })).toBe(
      'SUBMISSION_NOT_CANONICAL',
    )
  })

  test('tells a newer format, a sealed file and something else apart', async () => {
    expect(await codeOf({ ...outer(), caibao: 'submission/2' })).toBe('SUBMISSION_VERSION_NEWER')
    expect(await codeOf({ ...outer(), caibao: 'sealed-submission/1' })).toBe('SUBMISSION_SEALED')
    expect(await codeOf({ hello: 'world' })).toBe('SUBMISSION_NOT_ONE')
  })

  test('refuses too much, too deep and keys that reach a prototype', async () => {
    const large = await readSubmission(' '.repeat(submissionLimits.sizeBytes + 1))
    expect(large.ok || large.error.code).toBe('FILE_TOO_LARGE')
    const deep = await readSubmission('['.repeat(50_000))
    expect(deep.ok || deep.error.code).toBe('FILE_TOO_DEEP')
    const forbidden = await readSubmission('{"caibao":"submission/1","__proto__":{}}')
    expect(forbidden.ok || forbidden.error.code).toBe('FILE_KEY_FORBIDDEN')
  })
})

async function thumbprintHeader({ publicJwk }: SigningKey): Promise<{ kid: string }> {
  const { calculateJwkThumbprint } = await import('jose')
  return { kid: await calculateJwkThumbprint(publicJwk, 'sha256') }
}

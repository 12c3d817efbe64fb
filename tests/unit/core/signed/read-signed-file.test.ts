import { base64url, CompactSign, calculateJwkThumbprint, EmbeddedJWK, generalVerify } from 'jose'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskKind } from '#core/task/task.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aReturnSlipContent, aTaskContent, anOpeningKey } from '#tests/support/units.ts'

interface Outer {
  caibao: string
  payload: string
  signatures: { protected: string; signature: string; header?: unknown }[]
}

let key: SigningKey
let text: string

beforeAll(async () => {
  key = await aSigningKey()
  text = await signTask(aTaskContent({ encryptionKey: (await anOpeningKey()).publicJwk, token: 'abc.DEF-1' }), key)
})

const outer = (): Outer => JSON.parse(text)
const encode = (value: unknown) => base64url.encode(JSON.stringify(value))
const headerOf = (part: string) => JSON.parse(new TextDecoder().decode(base64url.decode(part)))

async function codeOf(value: unknown): Promise<string> {
  const result = await readTask(JSON.stringify(value))
  return result.ok ? 'ok' : result.error.code
}

function withHeader(changes: Readonly<Record<string, unknown>>): Outer {
  const changed = outer()
  changed.signatures = changed.signatures.map((s) => ({
    ...s,
    protected: encode({ ...headerOf(s.protected), ...changes }),
  }))
  return changed
}

/** A file signed well over any payload, as a careless tool would write it. */
async function signedOver(payloadText: string, typ: string = taskKind.typ): Promise<Outer> {
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const compact = await new CompactSign(new TextEncoder().encode(payloadText))
    .setProtectedHeader({ alg: 'ES256', typ, jwk: key.publicJwk, kid })
    .sign(key.privateKey)
  const [header = '', payload = '', signature = ''] = compact.split('.')
  return { caibao: 'task/1', payload, signatures: [{ protected: header, signature }] }
}

describe('a task', () => {
  test('reads back what was signed and names the key that signed', async () => {
    const task = await readTask(text)
    expect(task.ok && task.value.content).toMatchObject(aTaskContent())
    expect(task.ok && task.value.signer).toBe(await calculateJwkThumbprint(key.publicJwk, 'sha256'))
  })

  test('is a general JWS any JOSE library accepts', async () => {
    const { payload, signatures } = outer()
    const verified = await generalVerify(
      { payload, signatures: signatures.map((s) => ({ protected: s.protected, signature: s.signature })) },
      EmbeddedJWK,
    )
    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toMatchObject(aTaskContent())
  })

  test('is refused when any character of payload, header or signature is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom('payload', 'protected', 'signature'), async (position, part) => {
        const changed = outer()
        const [signature] = changed.signatures
        if (!signature) throw new Error('a task is signed')
        const flip = (standing: string): string => {
          const at = position % (standing.length - 1)
          return standing.slice(0, at) + (standing[at] === 'A' ? 'B' : 'A') + standing.slice(at + 1)
        }
        if (part === 'payload') changed.payload = flip(changed.payload)
        else if (part === 'protected') signature.protected = flip(signature.protected)
        else signature.signature = flip(signature.signature)
        expect(await codeOf(changed)).not.toBe('ok')
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
          fc.json().map((json) => `{"caibao":"task/1","payload":"e30","signatures":${json}}`),
        ),
        async (anything) => {
          expect((await readTask(anything)).ok).toBe(false)
        },
      ),
    )
  })
})

describe('the reader of signed files', () => {
  test.each(['none', 'HS256', 'RS256', 'EdDSA', 'ES384'])('refuses the algorithm %s', async (alg) => {
    expect(await codeOf(withHeader({ alg }))).toBe('SIGNED_FILE_ALGORITHM_REFUSED')
  })

  test('refuses a header with another key, another type or more members', async () => {
    expect(await codeOf(withHeader({ jwk: (await aSigningKey()).publicJwk }))).toBe('SIGNED_FILE_SIGNATURE_BAD')
    expect(await codeOf(withHeader({ typ: 'caibao-return-slip+jws' }))).toBe('SIGNED_FILE_SIGNATURE_BAD')
    expect(await codeOf(withHeader({ crit: ['b64'], b64: false }))).toBe('SIGNED_FILE_DAMAGED')
  })

  test('refuses no signature, a second one, and unprotected members', async () => {
    const [signature] = outer().signatures
    expect(await codeOf({ ...outer(), signatures: [] })).toBe('SIGNED_FILE_DAMAGED')
    expect(await codeOf({ ...outer(), signatures: [signature, signature] })).toBe('SIGNED_FILE_DAMAGED')
    expect(await codeOf({ ...outer(), signatures: [{ ...signature, header: { alg: 'none' } }] })).toBe(
      'SIGNED_FILE_DAMAGED',
    )
  })

  test('refuses one kind of file dressed as another, although well signed', async () => {
    const slip = await signReturnSlip(aReturnSlipContent(), key)
    expect(await codeOf(JSON.parse(slip))).toBe('SIGNED_FILE_NOT_ONE')
    expect(await codeOf({ ...JSON.parse(slip), caibao: 'task/1' })).toBe('SIGNED_FILE_SIGNATURE_BAD')
    expect((await readReturnSlip(slip)).ok).toBe(true)
    expect((await readReturnSlip(text)).ok).toBe(false)
  })

  test('tells a newer format from something else', async () => {
    expect(await codeOf({ ...outer(), caibao: 'task/2' })).toBe('SIGNED_FILE_NEWER')
    expect(await codeOf({ hello: 'world' })).toBe('SIGNED_FILE_NOT_ONE')
  })

  test('refuses a payload that is not canonical or says something a task cannot say', async () => {
    expect(await codeOf(await signedOver(JSON.stringify(aTaskContent(), null, 2)))).toBe('SIGNED_FILE_DAMAGED')
    expect(await codeOf(await signedOver('{"id":"x"}'))).toBe('SIGNED_FILE_DAMAGED')
  })

  test.each([
    ['a server that is no web address', { server: 'javascript:alert(1)' }],
    ['a server with a password in it', { server: 'https://me:secret@example.com/' }],
    ['a unit name that hides characters', { unit: { ...aTaskContent().unit, name: '北流\u202e市第一中学' } }],
    ['a deadline that is no date', { deadline: 'tomorrow' }],
  ])('refuses %s', async (_what, changes) => {
    const signed = await signTask({ ...aTaskContent(), ...changes }, key)
    const read = await readTask(signed)
    expect(read.ok ? 'ok' : read.error.code).toBe('SIGNED_FILE_DAMAGED')
  })

  test('refuses too much and too deep', async () => {
    const large = await readTask(' '.repeat(taskKind.limits.sizeBytes + 1))
    expect(large.ok || large.error.code).toBe('FILE_TOO_LARGE')
    const deep = await readTask('['.repeat(5000))
    expect(deep.ok || deep.error.code).toBe('FILE_TOO_DEEP')
  })
})

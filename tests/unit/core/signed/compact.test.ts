import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { type MessageKind, readMessage, signMessage } from '#core/signed/compact.ts'
import { kidOf } from '#tests/support/certified.ts'
import { forgedMessages, messageWith } from '#tests/support/forged-messages.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const kind: MessageKind<{ readonly said: string }> = {
  typ: 'caibao-test+jws',
  schema: v.strictObject({ said: v.string() }),
}
const another: MessageKind<{ readonly said: string }> = { ...kind, typ: 'caibao-other+jws' }
const content = { said: '本人' }
const payload = Buffer.from(JSON.stringify(content)).toString('base64url')

async function aSigned() {
  const key = await aSigningKey()
  const header = { alg: 'ES256', typ: kind.typ, jwk: key.publicJwk, kid: await kidOf(key) }
  return { key, header, text: await signMessage(kind, content, key) }
}

describe('a signed message', () => {
  test('tells what it says and whose it is', async () => {
    const { key, header, text } = await aSigned()
    const read = { content, signer: header.kid, signerKey: key.publicJwk }
    expect(await readMessage(text, kind)).toEqual(read)
    // What the forgeries are made with makes true ones, too.
    expect(await readMessage(await messageWith(header, payload, key), kind)).toEqual(read)
  })

  test('is nobody else’s, whatever is tried', async () => {
    const { key, text } = await aSigned()
    const forged = await forgedMessages(text, key)
    expect(forged.length).toBeGreaterThan(8)
    for (const [trick, forgery] of forged) expect(await readMessage(forgery, kind), trick).toBeUndefined()
  })

  test('of one kind is none of another', async () => {
    const { key, text } = await aSigned()
    expect(await readMessage(text, another)).toBeUndefined()
    expect(await readMessage(await signMessage(another, content, key), kind)).toBeUndefined()
  })

  test.each([
    { b64: false, crit: ['b64'] },
    { b64: true },
    { crit: ['b64'] },
    { jku: 'https://evil.example/keys' },
    { x5c: [] },
    { alg: undefined },
    { typ: undefined },
    { jwk: undefined },
    { kid: undefined },
  ])('has a header of ours and nothing more: %o', async (changes) => {
    const { key, header } = await aSigned()
    expect(await readMessage(await messageWith({ ...header, ...changes }, payload, key), kind)).toBeUndefined()
  })

  test('says what its kind says, in no more bytes than a message has', async () => {
    const { key, header, text } = await aSigned()
    const saying = async (said: unknown) =>
      readMessage(await messageWith(header, Buffer.from(JSON.stringify(said)).toString('base64url'), key), kind)
    expect(await saying({ said: 1 })).toBeUndefined()
    expect(await saying({ ...content, more: 1 })).toBeUndefined()
    expect(await saying({ said: '长'.repeat(2000) })).toBeUndefined()
    for (const broken of ['', 'a', 'a.b', `${text}.`, `${text}=`, ` ${text}`, text.replaceAll('.', '..')])
      expect(await readMessage(broken, kind), broken).toBeUndefined()
  })

  test('holds the private part of no key', async () => {
    const { key, header } = await aSigned()
    const withPrivate = { ...header, jwk: { ...key.publicJwk, d: 'A'.repeat(43) } }
    expect(await readMessage(await messageWith(withPrivate, payload, key), kind)).toBeUndefined()
  })
})

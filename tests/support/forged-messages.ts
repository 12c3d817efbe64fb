import { createHmac } from 'node:crypto'
import type { SigningKey } from '#core/submission/submission.ts'
import { kidOf } from './certified.ts'
import { aSigningKey } from './signing-keys.ts'

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

async function signedBy({ privateKey }: SigningKey, input: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

/** A compact message with this header, truly signed with this key; what it says is not looked at. */
export const messageWith = (header: object, payload: string, key: SigningKey): Promise<string> =>
  signedBy(key, `${encoded(header)}.${payload}`)

/** What somebody with a key of their own makes of a true message of another, by the name of the trick. */
export async function forgedMessages(
  text: string,
  owner: SigningKey,
): Promise<readonly (readonly [trick: string, text: string])[]> {
  const [first = '', payload = '', signature = ''] = text.split('.')
  const header: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(first, 'base64url').toString())
  const stranger = await aSigningKey()
  const own = { ...header, jwk: stranger.publicJwk }
  const hmac = (secret: string | Buffer): string => {
    const input = `${encoded({ ...header, alg: 'HS256' })}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const point = Buffer.from(`${owner.publicJwk.x}${owner.publicJwk.y}`, 'base64url')
  const changed = Buffer.from(signature, 'base64url')
  changed[10] = (changed[10] ?? 0) ^ 1
  return [
    ['no algorithm and no signature', `${encoded({ ...header, alg: 'none' })}.${payload}.`],
    ['no algorithm beside the old signature', `${encoded({ ...header, alg: 'none' })}.${payload}.${signature}`],
    ['HMAC with the public key as JSON', hmac(JSON.stringify(owner.publicJwk))],
    ['HMAC with the point of the public key', hmac(point)],
    ['a name of another algorithm', await messageWith({ ...own, alg: 'ES384' }, payload, stranger)],
    ["one's own key under the other's name", await messageWith(own, payload, stranger)],
    ["the other's key, signed with one's own", await messageWith(header, payload, stranger)],
    [
      "one's own name beside the other's key",
      await messageWith({ ...header, kid: await kidOf(stranger) }, payload, stranger),
    ],
    ['a changed signature', `${first}.${payload}.${changed.toString('base64url')}`],
    ['a signature of nothing', `${first}.${payload}.${'A'.repeat(86)}`],
    ['no signature', `${first}.${payload}.`],
  ]
}

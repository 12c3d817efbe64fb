import * as v from 'valibot'
import type { addPasskey, signInByPasskey } from '#core/sync/passkeys.ts'

type MadePasskey = v.InferOutput<typeof addPasskey.body>['passkey']
type PasskeyAnswer = v.InferOutput<typeof signInByPasskey.body>['passkey']

const descriptor = v.object({ id: v.string() })
const makeSchema = v.object({
  challenge: v.string(),
  rp: v.object({ id: v.string(), name: v.string() }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  pubKeyCredParams: v.array(v.object({ alg: v.number(), type: v.literal('public-key') })),
  timeout: v.optional(v.number()),
  excludeCredentials: v.optional(v.array(descriptor), []),
})
const useSchema = v.object({ challenge: v.string(), rpId: v.string(), timeout: v.optional(v.number()) })

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0)
}

function toText(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCodePoint(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Whether this browser, at this address, can use passkeys. */
export const hasPasskeys = (): boolean => isSecureContext && 'PublicKeyCredential' in window

/** What is told of a passkey beside its answer; extensions are not asked for. */
const namesOf = ({ id, rawId }: PublicKeyCredential) =>
  ({ id, rawId: toText(rawId), type: 'public-key', clientExtensionResults: {} }) as const

/** Asks the browser for a new passkey; nothing when the person does not want one after all. */
export async function makePasskey(options: unknown): Promise<MadePasskey | undefined> {
  const { challenge, rp, user, pubKeyCredParams, timeout, excludeCredentials } = v.parse(makeSchema, options)
  const credential = await navigator.credentials
    .create({
      publicKey: {
        challenge: toBytes(challenge),
        rp,
        user: { ...user, id: toBytes(user.id) },
        pubKeyCredParams,
        excludeCredentials: excludeCredentials.map(({ id }) => ({ id: toBytes(id), type: 'public-key' })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        ...(timeout !== undefined && { timeout }),
      },
    })
    .catch(() => null)
  if (!(credential instanceof PublicKeyCredential)) return undefined
  const { response } = credential
  if (!(response instanceof AuthenticatorAttestationResponse)) return undefined
  return {
    ...namesOf(credential),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports(),
    },
  }
}

/** Asks the browser for one of its passkeys; nothing when the person turns away. */
export async function usePasskey(options: unknown): Promise<PasskeyAnswer | undefined> {
  const { challenge, rpId, timeout } = v.parse(useSchema, options)
  const credential = await navigator.credentials
    .get({
      publicKey: {
        challenge: toBytes(challenge),
        rpId,
        userVerification: 'required',
        ...(timeout !== undefined && { timeout }),
      },
    })
    .catch(() => null)
  if (!(credential instanceof PublicKeyCredential)) return undefined
  const { response } = credential
  if (!(response instanceof AuthenticatorAssertionResponse)) return undefined
  return {
    ...namesOf(credential),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      ...(response.userHandle && { userHandle: toText(response.userHandle) }),
    },
  }
}

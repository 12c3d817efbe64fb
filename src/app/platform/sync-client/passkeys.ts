import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
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
export const hasPasskeys = (): boolean => globalThis.isSecureContext && 'PublicKeyCredential' in globalThis

// The person closed the browser's question, or left it unanswered.
const turnsAway: ReadonlySet<string> = new Set(['NotAllowedError', 'AbortError'])

/** What the browser answers for a host; nothing when the person turns away. */
async function asked<T>(host: string, ask: () => Promise<T | undefined>): Promise<Result<T | undefined>> {
  try {
    return ok(await ask())
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error)
    if (turnsAway.has(name)) return ok(undefined)
    if (name === 'SecurityError') return fail('PASSKEY_ADDRESS_OTHER', { host })
    if (name === 'InvalidStateError') return fail('PASSKEY_HERE_ALREADY', {})
    return fail('PASSKEY_FAILED', { reason: name })
  }
}

/** Options this browser cannot read: the server is of another version. */
const foreign = ([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]) =>
  fail('PASSKEY_FAILED', { reason: issue.message })

/** What is told of a passkey beside its answer; extensions are not asked for. */
const namesOf = ({ id, rawId }: PublicKeyCredential) =>
  ({ id, rawId: toText(rawId), type: 'public-key', clientExtensionResults: {} }) as const

async function make({ user, excludeCredentials, ...wanted }: v.InferOutput<typeof makeSchema>) {
  const { challenge, rp, pubKeyCredParams, timeout } = wanted
  const credential = await navigator.credentials.create({
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

/** Asks the browser for a new passkey; nothing when the person does not want one after all. */
export async function makePasskey(options: unknown): Promise<Result<MadePasskey | undefined>> {
  const wanted = v.safeParse(makeSchema, options)
  return wanted.success ? asked(wanted.output.rp.id, () => make(wanted.output)) : foreign(wanted.issues)
}

async function use({ challenge, rpId, timeout }: v.InferOutput<typeof useSchema>) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: toBytes(challenge),
      rpId,
      userVerification: 'required',
      ...(timeout !== undefined && { timeout }),
    },
  })
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

/** Asks the browser for one of its passkeys; nothing when the person turns away. */
export async function usePasskey(options: unknown): Promise<Result<PasskeyAnswer | undefined>> {
  const wanted = v.safeParse(useSchema, options)
  return wanted.success ? asked(wanted.output.rpId, () => use(wanted.output)) : foreign(wanted.issues)
}

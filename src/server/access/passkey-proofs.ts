import type * as webAuthn from '@simplewebauthn/server'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Store } from '../store/store.ts'
import { takeProof } from '../store/pending-proofs.ts'
import { passkeyById, type PasskeyRow } from '../store/passkeys.ts'
import type { PasskeySettings } from './sign-in-settings.ts'

/** What proofs are held against. */
interface Surroundings {
  readonly store: Store
  readonly now: number
  readonly settings: PasskeySettings
}

/** The package, loaded only where passkeys are in use. */
export const passkeyLibrary = (): Promise<typeof webAuthn> => import('@simplewebauthn/server')

/** The passkey a browser made for this account, or nothing when it does not hold. */
export async function readMadePasskey(
  response: RegistrationResponseJSON,
  accountId: string,
  { store, now, settings }: Surroundings,
): Promise<Pick<PasskeyRow, 'id' | 'public_key' | 'counter' | 'transports'> | undefined> {
  const { verifyRegistrationResponse } = await passkeyLibrary()
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: async (challenge) => {
        const proof = await store.write((writer) => takeProof(writer, challenge, { kind: 'passkeyMade', now }))
        return proof?.accountId === accountId
      },
      expectedOrigin: settings.origin,
      expectedRPID: settings.rpId,
    })
    if (!verified) return undefined
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential
    return { id, public_key: publicKey, counter, transports: JSON.stringify(transports) }
  } catch {
    // The library throws for everything that does not hold.
    return undefined
  }
}

/** The passkey that answered the challenge, with its new count, or nothing when it does not hold. */
export async function readPasskeyAnswer(
  response: AuthenticationResponseJSON,
  { store, now, settings }: Surroundings,
): Promise<{ readonly row: PasskeyRow; readonly counter: number } | undefined> {
  const row = await passkeyById(store.reader, response.id)
  if (!row) return undefined
  const { verifyAuthenticationResponse } = await passkeyLibrary()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: async (challenge) =>
        (await store.write((writer) => takeProof(writer, challenge, { kind: 'passkeySignIn', now }))) !== undefined,
      expectedOrigin: settings.origin,
      expectedRPID: settings.rpId,
      credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
    })
    return verified ? { row, counter: authenticationInfo.newCounter } : undefined
  } catch {
    return undefined
  }
}

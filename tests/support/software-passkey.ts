import { isoCBOR } from '@simplewebauthn/server/helpers'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import * as v from 'valibot'

/** A passkey without an authenticator, and its words in the form a browser sends them. */
interface SoftwarePasskey {
  readonly id: string
  made(options: unknown, changes?: Changes): unknown
  answer(options: unknown, changes?: Changes): unknown
}

/** What a browser or an authenticator says that is not ours. */
interface Changes {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly flags?: number
  /** How often it was used; one that does not count says nought. */
  readonly counter?: number
}

const askedSchema = v.object({ options: v.object({ challenge: v.string() }) })
const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()
// Present and verified; with the key itself when it is new.
const verified = 0x05
const withKey = 0x40

/** A passkey for a page at this origin. */
export function aSoftwarePasskey(origin: string): SoftwarePasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const rawId = randomBytes(32)
  const id = rawId.toString('base64url')
  const credential = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  const bytesOf = (part: string) => new Uint8Array(Buffer.from(part, 'base64url'))
  // COSE: an EC2 key (1: 2) of ES256 (3: −7) on P-256 (−1: 1).
  const coseKey = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytesOf(x)],
      [-3, bytesOf(y)],
    ]),
  )
  const said = (ours: string, options: unknown, { type = ours, origin: from = origin }: Changes): Buffer => {
    const { challenge } = v.parse(askedSchema, options).options
    return Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  }
  const authData = (ours: number, { rpId = new URL(origin).hostname, flags = ours, counter = 0 }: Changes): Buffer => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count])
  }
  return {
    id,
    made(options, changes = {}) {
      const idLength = Buffer.from([0, rawId.length])
      const data = Buffer.concat([authData(verified + withKey, changes), Buffer.alloc(16), idLength, rawId, coseKey])
      const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(data)],
      ])
      const clientDataJSON = said('webauthn.create', options, changes).toString('base64url')
      const attestationObject = Buffer.from(isoCBOR.encode(attestation)).toString('base64url')
      return { ...credential, response: { clientDataJSON, attestationObject } }
    },
    answer(options, changes = {}) {
      const clientData = said('webauthn.get', options, changes)
      const data = authData(verified, changes)
      const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), privateKey)
      const response = {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      }
      return { ...credential, response }
    },
  }
}

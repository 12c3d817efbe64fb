import * as v from 'valibot'
import { publicJwkSchema, type PublicJwk } from '#core/submission/submission.ts'
import type { UnitKeyContent } from '#core/unit/key-file.ts'
import type { UnitKeys } from '#core/unit/unit.ts'

type PrivateJwk = UnitKeyContent['signing']

const curve = 'P-256'
const dSchema = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))

async function makeJwk(name: 'ECDSA' | 'ECDH'): Promise<PrivateJwk> {
  const uses: readonly KeyUsage[] = name === 'ECDSA' ? ['sign', 'verify'] : ['deriveBits']
  const { privateKey } = await crypto.subtle.generateKey({ name, namedCurve: curve }, true, [...uses])
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey)
  return { ...v.parse(publicJwkSchema, { kty, crv, x, y }), d: v.parse(dSchema, d) }
}

/** Two new key pairs as they go into the key file, once; afterwards they cannot be taken out. */
export async function makeUnitKeyPairs(): Promise<Pick<UnitKeyContent, 'signing' | 'opening'>> {
  return { signing: await makeJwk('ECDSA'), opening: await makeJwk('ECDH') }
}

const publicHalf = ({ kty, crv, x, y }: PrivateJwk): PublicJwk => ({ kty, crv, x, y })

/** The keys for use: their private halves cannot be taken out again. */
export async function importUnitKeys({
  signing,
  opening,
}: Pick<UnitKeyContent, 'signing' | 'opening'>): Promise<UnitKeys> {
  const importJwk = (jwk: PrivateJwk, name: string, use: KeyUsage): Promise<CryptoKey> =>
    crypto.subtle.importKey('jwk', jwk, { name, namedCurve: curve }, false, [use])
  return {
    signing: { privateKey: await importJwk(signing, 'ECDSA', 'sign'), publicJwk: publicHalf(signing) },
    opening: { privateKey: await importJwk(opening, 'ECDH', 'deriveBits'), publicJwk: publicHalf(opening) },
  }
}

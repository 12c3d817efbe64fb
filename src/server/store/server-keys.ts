import { exportJWK, generateKeyPair, calculateJwkThumbprint } from 'jose'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import * as v from 'valibot'
import { publicJwkSchema, type PublicJwk } from '#core/submission/submission.ts'
import { holdAnyLog } from './log.ts'
import type { Store } from './store.ts'

/** The key the server signs receipts with. */
export interface ServerKey {
  readonly kid: string
  readonly publicJwk: PublicJwk
  readonly privateKey: KeyObject
}

const privateJwkSchema = v.strictObject({ ...publicJwkSchema.entries, d: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })

async function makeRow(
  now: number,
): Promise<{ kid: string; private_jwk: string; public_jwk: string; created_at: number }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { kty, crv, x, y, d } = await exportJWK(privateKey)
  const whole = v.parse(privateJwkSchema, { kty, crv, x, y, d })
  const { d: _secret, ...open } = whole
  return {
    kid: await calculateJwkThumbprint(open, 'sha256'),
    private_jwk: JSON.stringify(whole),
    public_jwk: JSON.stringify(open),
    created_at: now,
  }
}

/** The server's key; made at the first start and kept in the database, where every process of a server finds it. */
export async function serverKeyOf(store: Store): Promise<ServerKey> {
  const made = await makeRow(Date.now())
  const row = await store.write(async (writer) => {
    // Taking the head of the log keeps two processes from each making one.
    await holdAnyLog(writer)
    const known = await writer.selectFrom('server_key').selectAll().orderBy('created_at', 'desc').executeTakeFirst()
    if (known) return known
    await writer.insertInto('server_key').values(made).execute()
    return made
  })
  return {
    kid: row.kid,
    publicJwk: v.parse(publicJwkSchema, JSON.parse(row.public_jwk)),
    privateKey: createPrivateKey({ key: v.parse(privateJwkSchema, JSON.parse(row.private_jwk)), format: 'jwk' }),
  }
}

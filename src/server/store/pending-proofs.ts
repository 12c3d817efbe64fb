import { hashOf } from '../access/secrets.ts'
import type { Writer } from './database.ts'

const lifeMs = 5 * 60_000

/** What was asked of a browser and is expected back once. */
export interface PendingProof {
  readonly kind: 'passkeyMade' | 'passkeySignIn' | 'identity'
  readonly accountId: string | null
  readonly facts: string
}

/** Keeps what was asked under its secret; only the hash of the secret is kept. */
export async function addProof(
  writer: Writer,
  secret: string,
  { kind, accountId, facts, now }: PendingProof & { readonly now: number },
): Promise<void> {
  await writer.deleteFrom('pending_proof').where('expires_at', '<', now).execute()
  await writer
    .insertInto('pending_proof')
    .values({ hash: hashOf(secret), kind, account_id: accountId, facts, expires_at: now + lifeMs })
    .execute()
}

/** Takes back what was asked under that secret: once, and in time. */
export async function takeProof(
  writer: Writer,
  secret: string,
  { kind, now }: { readonly kind: PendingProof['kind']; readonly now: number },
): Promise<Pick<PendingProof, 'accountId' | 'facts'> | undefined> {
  const row = await writer
    .deleteFrom('pending_proof')
    .where('hash', '=', hashOf(secret))
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning(['account_id', 'facts'])
    .executeTakeFirst()
  return row && { accountId: row.account_id, facts: row.facts }
}

import type { StaffRole } from '#core/sync/endpoint.ts'
import { hashOf, newToken } from '../access/secrets.ts'
import type { Reader, Writer } from './database.ts'
import { type AccountRow, readRole } from './account-row.ts'

/** How long a session lasts: after the last request, and in all. */
export const sessionLife = { idleMs: 60 * 60_000, wholeMs: 12 * 60 * 60_000, deviceMs: 180 * 86_400_000 } as const

// So much the clocks of two machines may differ; what was begun later than that was begun by a clock that was wrong.
const apartMs = 5 * 60_000

/** How often it is noted that a session is in use. */
export const seenEveryMs = 60_000

/** Who a session belongs to. */
export interface SessionRow {
  readonly hash: string
  readonly account: AccountRow
  readonly role: StaffRole
  readonly orgPath: string
  readonly expiresAt: number
  readonly seenAt: number
}

/** Opens a session with a token nobody had before; what the browser held until now ends. */
export async function openSession(
  writer: Writer,
  accountId: string,
  { now, before }: { readonly now: number; readonly before?: string | undefined },
): Promise<string> {
  if (before !== undefined) await writer.deleteFrom('staff_session').where('hash', '=', hashOf(before)).execute()
  const token = newToken()
  await writer
    .insertInto('staff_session')
    .values({
      hash: hashOf(token),
      account_id: accountId,
      created_at: now,
      seen_at: now,
      expires_at: now + sessionLife.wholeMs,
    })
    .execute()
  await writer.deleteFrom('staff_session').where('expires_at', '<', now).execute()
  return token
}

/** The session of a token, as long as neither it, nor its account, nor its organisation ended. */
export const sessionOf = (reader: Reader, token: string, now: number): Promise<SessionRow | undefined> =>
  sessionByHash(reader, hashOf(token), now)

/** The same by what is kept of the token. */
export async function sessionByHash(reader: Reader, hashOfToken: string, now: number): Promise<SessionRow | undefined> {
  const row = await reader
    .selectFrom('staff_session')
    .innerJoin('account', 'account.id', 'staff_session.account_id')
    .innerJoin('org', 'org.id', 'account.org_id')
    .selectAll('account')
    .select(['staff_session.hash', 'staff_session.expires_at', 'staff_session.seen_at', 'org.path'])
    .where('staff_session.hash', '=', hashOfToken)
    .where('staff_session.created_at', '<=', now + apartMs)
    .where('staff_session.expires_at', '>', now)
    .where('staff_session.seen_at', '>', now - sessionLife.idleMs)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { hash, expires_at, seen_at, path, ...account } = row
  return { hash, account, role: readRole(account.role), orgPath: path, expiresAt: expires_at, seenAt: seen_at }
}

/** Notes that a session is in use; written at most once a minute. */
export async function touchSession(writer: Writer, hash: string, now: number): Promise<void> {
  await writer
    .updateTable('staff_session')
    .set({ seen_at: now })
    .where('hash', '=', hash)
    .where('seen_at', '<', now - seenEveryMs)
    .execute()
}

/** Ends one session. */
export async function closeSession(writer: Writer, hash: string): Promise<void> {
  await writer.deleteFrom('staff_session').where('hash', '=', hash).execute()
}

/** Ends every session of an account and forgets its browsers. */
export async function closeSessionsOf(writer: Writer, accountId: string): Promise<number> {
  const { numDeletedRows } = await writer
    .deleteFrom('staff_session')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  await writer.deleteFrom('known_device').where('account_id', '=', accountId).execute()
  return Number(numDeletedRows)
}

/** Remembers the browser someone signed in from. */
export async function rememberDevice(writer: Writer, accountId: string, now: number): Promise<string> {
  const token = newToken()
  await writer
    .insertInto('known_device')
    .values({ hash: hashOf(token), account_id: accountId, expires_at: now + sessionLife.deviceMs })
    .execute()
  await writer.deleteFrom('known_device').where('expires_at', '<', now).execute()
  return token
}

/** Whether that account signed in from this browser before. */
export async function isKnownDevice(
  reader: Reader,
  { token, accountId, now }: { readonly token: string | undefined; readonly accountId: string; readonly now: number },
): Promise<boolean> {
  if (token === undefined) return false
  const row = await reader
    .selectFrom('known_device')
    .select('hash')
    .where('hash', '=', hashOf(token))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', now + sessionLife.deviceMs + apartMs)
    .executeTakeFirst()
  return row !== undefined
}

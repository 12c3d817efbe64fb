import type { StaffSession } from '#core/sync/staff-session.ts'
import type { CallSurroundings } from '../routes/route.ts'
import type { AccountRow } from '../store/account-row.ts'
import { accountOf, holdAccount } from '../store/accounts.ts'
import type { Reader, Writer } from '../store/database.ts'
import { orgById, orgOf } from '../store/org-tree.ts'
import { openSession, rememberDevice, sessionLife, sessionOf } from '../store/sessions.ts'
import { cookieText, cookieValue } from './cookies.ts'
import { csrfOf } from './staff-caller.ts'

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** The session as its page is told. */
export async function shownSession(reader: Reader, token: string, now: number): Promise<StaffSession> {
  const session = await sessionOf(reader, token, now)
  const org = session && (await orgById(reader, session.account.org_id))
  if (!session || !org) throw new RangeError('a session that was just opened is gone')
  return { account: accountOf(session.account), org: orgOf(org), expiresAt: session.expiresAt, csrf: csrfOf(token) }
}

/**
 * Signs an account in: always with a new token, whatever the browser held before (session fixation), and the browser is
 * remembered so that strangers who guess the password from elsewhere do not lock this one out. No session opens of an
 * account that was shut out or got another password since it was read: whoever proved to be its owner did so by what no
 * longer counts.
 */
export async function startSession(
  writer: Writer,
  account: AccountRow,
  { header, client, setCookie, now }: CallSurroundings & { readonly now: number },
): Promise<StaffSession | undefined> {
  const current = await holdAccount(writer, account.id)
  if (current?.password_hash !== account.password_hash) return undefined
  const before = cookieValue(header('cookie'), 'session', client)
  const token = await openSession(writer, account.id, { now, before })
  const device = await rememberDevice(writer, account.id, now)
  setCookie(cookieText('session', { value: token, maxAgeSeconds: seconds(sessionLife.wholeMs) }, client))
  setCookie(cookieText('device', { value: device, maxAgeSeconds: seconds(sessionLife.deviceMs) }, client))
  return shownSession(writer, token, now)
}

/** Takes the cookie of the session back. */
export function dropSessionCookie({ client, setCookie }: CallSurroundings): void {
  setCookie(cookieText('session', { value: 'none', maxAgeSeconds: 0 }, client))
}

import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import type { StaffCaller } from '../routes/route.ts'
import { seenEveryMs, sessionOf, touchSession } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import { type CookieRules, cookieValue } from './cookies.ts'

/** What of a request tells who calls. */
export interface StaffRequest {
  readonly method: string
  readonly header: (name: string) => string | undefined
  readonly cookies: CookieRules
  /** Asks who is signed in: whoever it is by now. */
  readonly asksWho?: boolean
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** The word that goes back with every request; only our own page can have read it. */
export const csrfOf = (token: string): string => createHash('sha256').update(`caibao-csrf:${token}`).digest('base64url')

/**
 * Whether a request comes from a page of ours, as far as the browser tells: newer ones say so, older ones name the
 * origin, and what names neither is no browser and has no cookies that were not given to it on purpose.
 */
export function isFromOurPage({ header }: Pick<StaffRequest, 'header'>): boolean {
  const site = header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = header('origin')
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === header('host')
}

/**
 * Whether a request means the session of its cookie. A change must show the word of that session. Reading may come without
 * a word, from a link or a program; a page that shows one reads for that session alone: the cookie may have become
 * another account's in another tab.
 */
function meansSession({ method, header, asksWho = false }: StaffRequest, word: string): boolean {
  const shown = header(csrfHeader) ?? ''
  if (isReading(method)) return asksWho || shown === '' || shown === word
  return isFromOurPage({ header }) && shown === word
}

/** The staff member whose session this is, when the endpoint admits the role. */
export async function staffCallerOf(
  request: StaffRequest,
  roles: readonly StaffRole[],
  { store, now }: { readonly store: Store; readonly now: () => number },
): Promise<Result<StaffCaller>> {
  const token = cookieValue(request.header('cookie'), 'session', request.cookies)
  const session = token === undefined ? undefined : await sessionOf(store.reader, token, now())
  if (token === undefined || !session) return fail('SERVER_SIGN_IN_NEEDED', {})
  if (!meansSession(request, csrfOf(token)) || !roles.includes(session.role)) return fail('SERVER_FORBIDDEN', {})
  if (session.seenAt < now() - seenEveryMs) await store.write((writer) => touchSession(writer, session.hash, now()))
  return ok({
    kind: 'staff',
    accountId: session.account.id,
    session: session.hash,
    role: session.role,
    orgId: session.account.org_id,
    orgPath: session.orgPath,
  })
}

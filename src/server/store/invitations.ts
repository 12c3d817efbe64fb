import { type Selectable, sql } from 'kysely'
import type { Invitation } from '#core/sync/accounts.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { hashOf, newCode, normalCode } from '../access/secrets.ts'
import { readRole } from './account-row.ts'
import type { Reader, Writer } from './database.ts'
import { newId } from './new-id.ts'
import type { StaffTables } from './staff-tables.ts'

/** An invitation as it is stored. */
export type InvitationRow = Selectable<StaffTables['invitation']>

// How long a code is good for.
const codeLifeMs = { setup: 24 * 3_600_000, invite: 7 * 86_400_000, reset: 24 * 3_600_000 } as const

/** What a code is made for. */
export interface NewInvitation {
  readonly kind: 'setup' | 'invite' | 'reset'
  readonly orgId: string | null
  readonly role: StaffRole
  readonly displayName: string
  readonly accountId: string | null
  readonly createdBy: string | null
  readonly now: number
}

/** Makes an invitation; only the hash of its code is kept. */
export async function addInvitation(
  writer: Writer,
  { kind, orgId, role, displayName, accountId, createdBy, now }: NewInvitation,
): Promise<{ readonly row: InvitationRow; readonly code: string }> {
  const code = newCode()
  const row = await writer
    .insertInto('invitation')
    .values({
      id: newId(now),
      hash: hashOf(code),
      kind,
      org_id: orgId,
      role,
      display_name: displayName,
      account_id: accountId,
      created_by: createdBy,
      created_at: now,
      expires_at: now + codeLifeMs[kind],
      used_at: null,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { row, code }
}

/** Takes back what was made of this kind before and not used. */
export async function revokeUnused(
  writer: Writer,
  {
    kind,
    accountId,
    now,
  }: { readonly kind: 'setup' | 'reset'; readonly accountId: string | null; readonly now: number },
): Promise<void> {
  let query = writer
    .updateTable('invitation')
    .set({ revoked_at: now })
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
  if (accountId !== null) query = query.where('account_id', '=', accountId)
  await query.execute()
}

/** Takes back what an account offered and nobody used, and says which. */
export async function revokeMadeBy(writer: Writer, createdBy: string, now: number): Promise<readonly string[]> {
  const rows = await writer
    .updateTable('invitation')
    .set({ revoked_at: now })
    .where('created_by', '=', createdBy)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** The invitation of a code that can still be used. */
export const openInvitationOf = (reader: Reader, code: string, now: number): Promise<InvitationRow | undefined> =>
  reader
    .selectFrom('invitation')
    .selectAll()
    .where('hash', '=', hashOf(normalCode(code)))
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** Uses an invitation up; false when somebody else did so in the meantime. */
export async function useInvitation(writer: Writer, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await writer
    .updateTable('invitation')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** The invitation of an id. */
export const invitationById = (reader: Reader, id: string): Promise<InvitationRow | undefined> =>
  reader.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst()

/** Takes an invitation back, unless it was used or taken back before. */
export async function revokeInvitation(writer: Writer, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await writer
    .updateTable('invitation')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Invitations of an organisation: first those whose code is still good, which can be taken back; the newest first. */
export const invitationsOf = (reader: Reader, orgId: string, now: number): Promise<InvitationRow[]> =>
  reader
    .selectFrom('invitation')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '!=', 'setup')
    .orderBy(sql`case when used_at is null and revoked_at is null and expires_at > ${now} then 0 else 1 end`)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()

/** An invitation as its organisation sees it. */
export const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.id,
  kind: row.kind === 'reset' ? 'reset' : 'invite',
  orgId: row.org_id ?? '',
  role: readRole(row.role),
  displayName: row.display_name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
  revokedAt: row.revoked_at,
})

import type { Account } from '#core/sync/staff-session.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { type AccountRow, readRole } from './account-row.ts'
import type { Reader, Writer } from './database.ts'
import { newId } from './new-id.ts'
import { closeSessionsOf } from './sessions.ts'

/** A name to sign in with, in the one spelling that is compared. */
export const normalLoginName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/** An account as its administrator sees it. */
export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  loginName: row.login_name,
  displayName: row.display_name,
  orgId: row.org_id,
  role: readRole(row.role),
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
})

/** A new account. */
export interface NewAccount {
  readonly loginName: string
  readonly displayName: string
  readonly orgId: string
  readonly role: StaffRole
  readonly passwordHash: string | null
}

/** Adds an account, or nothing when the name is taken. */
export async function addAccount(
  writer: Writer,
  { loginName, displayName, orgId, role, passwordHash }: NewAccount,
  now: number,
): Promise<AccountRow | undefined> {
  return writer
    .insertInto('account')
    .values({
      id: newId(now),
      login_name: normalLoginName(loginName),
      display_name: displayName,
      org_id: orgId,
      role,
      password_hash: passwordHash,
      created_at: now,
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column('login_name').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** The account of a name. */
export const accountByLogin = (reader: Reader, loginName: string): Promise<AccountRow | undefined> =>
  reader.selectFrom('account').selectAll().where('login_name', '=', normalLoginName(loginName)).executeTakeFirst()

/** The account of an id. */
export const accountById = (reader: Reader, id: string): Promise<AccountRow | undefined> =>
  reader.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()

/** An account that is not shut out, as it stands now: until the transaction ends nobody else changes it. */
export const holdAccount = (writer: Writer, id: string): Promise<AccountRow | undefined> =>
  writer
    .updateTable('account')
    .set({ disabled_at: null })
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

/** Accounts of an organisation, by name. */
export const accountsOfOrg = (reader: Reader, orgId: string): Promise<AccountRow[]> =>
  reader.selectFrom('account').selectAll().where('org_id', '=', orgId).orderBy('login_name').limit(1000).execute()

/** Whether anybody has an account. */
export const hasAccounts = async (reader: Reader): Promise<boolean> =>
  (await reader.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined

/** What may change of an account. */
export interface AccountChange {
  readonly displayName?: string
  readonly orgId?: string
  readonly role?: StaffRole
  readonly disabledAt?: number | null
}

/** Changes an account; with another role, place or none at all its sessions end, so that nothing old is left open. */
export async function changeAccount(writer: Writer, id: string, change: AccountChange): Promise<AccountRow> {
  const { displayName, orgId, role, disabledAt } = change
  const row = await writer
    .updateTable('account')
    .set({
      id,
      ...(displayName !== undefined && { display_name: displayName }),
      ...(orgId !== undefined && { org_id: orgId }),
      ...(role !== undefined && { role }),
      ...(disabledAt !== undefined && { disabled_at: disabledAt }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (orgId !== undefined || role !== undefined || disabledAt !== undefined) await closeSessionsOf(writer, id)
  return row
}

/** Ends every session of an account, also one that is just being opened: who opens one holds the account, too. */
export async function signOutEverywhere(writer: Writer, id: string): Promise<number> {
  await holdAccount(writer, id)
  return closeSessionsOf(writer, id)
}

/** Sets a password; every session of the account ends. */
export async function setPassword(writer: Writer, id: string, passwordHash: string): Promise<void> {
  await writer.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  await closeSessionsOf(writer, id)
}

/** Sets a password in place of a lost one: whoever may have had the account is left no other way in. */
export async function resetPassword(writer: Writer, id: string, passwordHash: string): Promise<void> {
  // The account is held first: nothing is bound between the taking away and the end.
  await setPassword(writer, id, passwordHash)
  for (const table of ['passkey', 'identity', 'pending_proof'] as const)
    await writer.deleteFrom(table).where('account_id', '=', id).execute()
}

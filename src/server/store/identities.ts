import type { AccountRow } from './account-row.ts'
import type { Reader, Writer } from './database.ts'

/** The account an identity of a provider is bound to. */
export const accountByIdentity = (reader: Reader, issuer: string, subject: string): Promise<AccountRow | undefined> =>
  reader
    .selectFrom('identity')
    .innerJoin('account', 'account.id', 'identity.account_id')
    .selectAll('account')
    .where('identity.issuer', '=', issuer)
    .where('identity.subject', '=', subject)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()

/** Binds an identity to an account; one that is bound stays where it is. */
export async function bindIdentity(
  writer: Writer,
  identity: { readonly issuer: string; readonly subject: string; readonly accountId: string; readonly now: number },
): Promise<boolean> {
  const { issuer, subject, accountId, now } = identity
  const { numInsertedOrUpdatedRows } = await writer
    .insertInto('identity')
    .values({ issuer, subject, account_id: accountId, created_at: now })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

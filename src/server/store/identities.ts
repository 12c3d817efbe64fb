import type { AccountRow } from './account-row.ts'
import type { Reader, Writer } from './database.ts'
import { holdLog } from './log.ts'

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

/** An identity of a provider, and the account it is, or is to be, bound to. */
interface OwnIdentity {
  readonly issuer: string
  readonly subject: string
  readonly accountId: string
}

/** More than anybody has; none is bound that would not be shown. */
const mostIdentities = 50

/** What is bound to an account, oldest first. */
export const identitiesOf = (reader: Reader, accountId: string) =>
  reader
    .selectFrom('identity')
    .select(['issuer', 'subject', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .limit(mostIdentities)
    .execute()

/** Binds an identity to an account; one that is bound stays where it is. */
export async function bindIdentity(
  writer: Writer,
  { issuer, subject, accountId, now }: OwnIdentity & { readonly now: number },
): Promise<'bound' | 'known' | 'taken'> {
  // Whoever binds one at the same moment waits here.
  await holdLog(writer)
  const standing = await writer
    .selectFrom('identity')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  if (standing) return standing.account_id === accountId ? 'known' : 'taken'
  if ((await identitiesOf(writer, accountId)).length >= mostIdentities) return 'taken'
  await writer.insertInto('identity').values({ issuer, subject, account_id: accountId, created_at: now }).execute()
  return 'bound'
}

/** Takes an identity of an account away; whether there was one. */
export async function dropIdentity(writer: Writer, { issuer, subject, accountId }: OwnIdentity): Promise<boolean> {
  const { numDeletedRows } = await writer
    .deleteFrom('identity')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

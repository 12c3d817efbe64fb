import type { Writer } from './database.ts'

const freshMs = 60_000

/** Someone who has a case open. */
export interface Present {
  readonly account: string
  readonly name: string
  readonly until: number
}

/** Notes that an account looks at a case (at none when empty) and tells who else does. */
export async function notePresence(
  writer: Writer,
  {
    orgId,
    caseId,
    accountId,
    now,
  }: { readonly orgId: string; readonly caseId: string; readonly accountId: string; readonly now: number },
): Promise<Present[]> {
  await writer
    .deleteFrom('presence')
    .where((row) =>
      row.or([
        row('until', '<', now),
        row('until', '>', now + 10 * freshMs),
        row.and([row('org_id', '=', orgId), row('account_id', '=', accountId)]),
      ]),
    )
    .execute()
  if (caseId === '') return []
  await writer
    .insertInto('presence')
    .values({ org_id: orgId, case_id: caseId, account_id: accountId, until: now + freshMs })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'case_id', 'account_id']).doUpdateSet({ until: now + freshMs }),
    )
    .execute()
  return writer
    .selectFrom('presence')
    .innerJoin('account', 'account.id', 'presence.account_id')
    .select(['account.id as account', 'account.display_name as name', 'presence.until'])
    .where('presence.org_id', '=', orgId)
    .where('presence.case_id', '=', caseId)
    .where('presence.account_id', '!=', accountId)
    .limit(50)
    .execute()
}

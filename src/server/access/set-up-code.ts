import { hasAccounts } from '../store/accounts.ts'
import { addInvitation, revokeUnused } from '../store/invitations.ts'
import { holdLog } from '../store/log.ts'
import type { Store } from '../store/store.ts'

/** A new code for the first start, as long as nobody has an account; codes printed before are good no more. */
export async function makeSetUpCode(store: Store, now: number): Promise<string | undefined> {
  if (await hasAccounts(store.reader)) return undefined
  return store.write(async (writer) => {
    await holdLog(writer)
    await revokeUnused(writer, { kind: 'setup', accountId: null, now })
    const made = { orgId: null, displayName: '', accountId: null, createdBy: null }
    const { code } = await addInvitation(writer, { kind: 'setup', role: 'admin', ...made, now })
    return code
  })
}

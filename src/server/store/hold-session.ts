import type { AccountRow } from './account-row.ts'
import { holdAccount } from './accounts.ts'
import type { Writer } from './database.ts'
import { holdLog } from './log.ts'
import { sessionByHash } from './sessions.ts'

/** The session something was asked in. */
export interface AskedIn {
  readonly accountId: string
  /** Hash of the session's token. */
  readonly session: string
}

/**
 * The account, held as it stands, when the session that asked is still open: a way in that was being bound when its owner
 * ended every session, by a reset or otherwise, would let a stranger in for good.
 */
export async function holdSession(
  writer: Writer,
  { accountId, session }: AskedIn,
  now: number,
): Promise<AccountRow | undefined> {
  await holdLog(writer)
  const account = await holdAccount(writer, accountId)
  const open = account && (await sessionByHash(writer, session, now))
  return open?.account.id === accountId ? account : undefined
}

import type { Selectable } from 'kysely'
import type { Reader, Writer } from './database.ts'
import { holdLog } from './log.ts'
import type { StaffTables } from './staff-tables.ts'

/** A passkey as it is stored: its public half. */
export type PasskeyRow = Selectable<StaffTables['passkey']>

/** More than anybody has; none is kept that would not be shown. */
const mostPasskeys = 50

/** Passkeys of an account, oldest first. */
export const passkeysOf = (reader: Reader, accountId: string): Promise<PasskeyRow[]> =>
  reader
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .limit(mostPasskeys)
    .execute()

/** The passkey of an id. */
export const passkeyById = (reader: Reader, id: string): Promise<PasskeyRow | undefined> =>
  reader.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst()

/** Adds a passkey; one that is there already is somebody's. */
export async function putPasskey(writer: Writer, row: PasskeyRow): Promise<boolean> {
  // Whoever adds one at the same moment waits here.
  await holdLog(writer)
  if ((await passkeysOf(writer, row.account_id)).length >= mostPasskeys) return false
  const { numInsertedOrUpdatedRows } = await writer
    .insertInto('passkey')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Notes how often it was used: a count that goes back tells of a copy. Whether it is there still. */
export async function countPasskey(writer: Writer, id: string, counter: number): Promise<boolean> {
  const { numUpdatedRows } = await writer
    .updateTable('passkey')
    .set({ counter })
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes a passkey of an account away; whether it had it. */
export async function dropPasskey(writer: Writer, accountId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await writer
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

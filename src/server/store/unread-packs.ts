import type { Reader } from './database.ts'
import { pathsOf } from './org-tree.ts'

/** Packs that lie here and were never taken over, half sent or refused: whom they hold is not known. */
const lying = (reader: Reader) =>
  reader
    .selectFrom('pack')
    .select('id')
    .where('completed_at', 'is', null)
    .where((pack) =>
      pack.exists(pack.selectFrom('pack_chunk').select('place').whereRef('pack_chunk.pack_id', '=', 'pack.id')),
    )
    .orderBy('id')

/** All of them. */
export async function everyUnreadPack(reader: Reader): Promise<readonly string[]> {
  const rows = await lying(reader).execute()
  return rows.map(({ id }) => id)
}

/** Those which an organisation received, or it or one above it sent: they may hold its people. */
export async function unreadPacks(reader: Reader, orgIds: readonly string[]): Promise<readonly string[]> {
  if (orgIds.length === 0) return []
  const paths = await pathsOf(reader, orgIds)
  const senders = [...paths.values()].flatMap((path) => path.split('/')).filter((id) => id !== '')
  const rows = await lying(reader)
    .where((pack) => pack.or([pack('org_id', 'in', orgIds), pack('from_org_id', 'in', [...orgIds, ...senders])]))
    .execute()
  return rows.map(({ id }) => id)
}

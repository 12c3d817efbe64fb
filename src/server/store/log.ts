import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import type { Writer } from './database.ts'

/** Something that happened: digests and ids, no personal data. */
export interface LogItem {
  readonly at: number
  readonly kind: string
  readonly orgId: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

/** Where something stands in the log, and the hash that vouches for it and all before. */
export interface LogPlace {
  readonly position: number
  readonly hash: string
}

/** Takes the end of the log until the commit: who asks next waits, and then sees what was written. */
export async function holdLog(writer: Writer): Promise<LogPlace> {
  return writer
    .updateTable('log_head')
    .set({ id: 1 })
    .where('id', '=', 1)
    .returning(['position', 'hash'])
    .executeTakeFirstOrThrow()
}

/** Appends to the log; places are given out in the order of commits, without gaps. */
export async function appendToLog(writer: Writer, items: readonly LogItem[]): Promise<readonly LogPlace[]> {
  if (items.length === 0) return []
  let { position, hash } = await holdLog(writer)
  const rows = items.map(({ at, kind, orgId, facts }) => {
    position += 1
    const text = canonicalize({ position, at, kind, orgId, facts }) ?? ''
    hash = createHash('sha256').update(`${hash}\n${text}`).digest('hex')
    return { position, at, kind, org_id: orgId, facts: canonicalize(facts) ?? '', hash }
  })
  await writer.insertInto('log_entry').values(rows).execute()
  await writer.updateTable('log_head').set({ position, hash }).where('id', '=', 1).execute()
  return rows.map((row) => ({ position: row.position, hash: row.hash }))
}

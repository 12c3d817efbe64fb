import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import type { Writer } from './database.ts'
import { insertMany } from './insert-many.ts'

/** Something that happened, as the log keeps it: no personal data, so that it never has to be erased. */
export interface LogFacts {
  readonly at: number
  readonly kind: string
  readonly orgId: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

/** Where an entry stands. */
export interface LogPlace {
  readonly position: number
  readonly hash: string
}

/** Where the log ends; held by the transaction that asks until it commits, so that nobody else writes meanwhile. */
export async function holdLog(writer: Writer): Promise<LogPlace> {
  return writer
    .updateTable('log_head')
    .set({ id: 1 })
    .where('id', '=', 1)
    .returning(['position', 'hash'])
    .executeTakeFirstOrThrow()
}

function hashOf(before: string, position: number, { at, kind, orgId, facts }: LogFacts): string {
  const text = canonicalize({ position, at, kind, orgId, facts }) ?? ''
  return createHash('sha256').update(`${before}\n${text}`).digest('hex')
}

/** Appends to the log after `head`, which this transaction holds; gives the place of each entry. */
export async function appendLog(
  writer: Writer,
  head: LogPlace,
  entries: readonly LogFacts[],
): Promise<readonly LogPlace[]> {
  if (entries.length === 0) return []
  const places: LogPlace[] = []
  let last = head
  for (const entry of entries) {
    const position = last.position + 1
    last = { position, hash: hashOf(last.hash, position, entry) }
    places.push(last)
  }
  const rows = entries.map(({ at, kind, orgId, facts }, index) => ({
    position: head.position + index + 1,
    at,
    kind,
    org_id: orgId,
    facts: canonicalize(facts) ?? '',
    hash: places[index]?.hash ?? '',
  }))
  await insertMany(writer, 'log_entry', rows)
  await writer.updateTable('log_head').set({ position: last.position, hash: last.hash }).where('id', '=', 1).execute()
  return places
}

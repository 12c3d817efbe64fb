import canonicalize from 'canonicalize'
import { type RawBuilder, sql } from 'kysely'
import { createHash } from 'node:crypto'
import { canonicalText } from './canonical-text.ts'
import type { Reader, Writer } from './database.ts'
import { insertGiven, runTogether } from './given-rows.ts'
import type { LogKind } from './log-kinds.ts'

/** Something that happened, as the log keeps it: no personal data, so that it never has to be erased. */
export interface LogFacts {
  readonly at: number
  readonly kind: LogKind
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

/** The same for who needs no place: whoever waited here while a restore put another head there finds none to take. */
export async function holdAnyLog(writer: Writer): Promise<void> {
  await writer.updateTable('log_head').set({ id: 1 }).where('id', '=', 1).execute()
}

interface LogRow {
  readonly position: number
  readonly at: number
  readonly kind: string
  readonly org_id: string | null
  /** In canonical form. */
  readonly facts: string
}

/** Hash of the entry's canonical form, after the hash of the one before; the names stand in order. */
function hashOf(before: string, { position, at, kind, org_id, facts }: LogRow): string {
  const around = `"kind":${JSON.stringify(kind)},"orgId":${JSON.stringify(org_id)},"position":${position}`
  return createHash('sha256').update(`${before}\n{"at":${at},"facts":${facts},${around}}`).digest('hex')
}

/** What appends entries after `head`, the place of each, and the statement that makes the last one the end. */
export interface Appending {
  readonly places: readonly LogPlace[]
  readonly insert: RawBuilder<unknown>
  readonly moveHead: RawBuilder<unknown>
}

/** How entries (one or more) are appended after `head`. `onlyIf`: what must hold for anything to be written. */
export function appendingAfter(
  db: Reader,
  head: LogPlace,
  entries: readonly LogFacts[],
  onlyIf?: RawBuilder<unknown>,
): Appending {
  const places: LogPlace[] = []
  let last = head
  const rows = entries.map((entry) => {
    const { at, kind, orgId: org_id, facts } = entry
    const row = { position: last.position + 1, at, kind, org_id, facts: canonicalText(facts) }
    last = { position: row.position, hash: hashOf(last.hash, row) }
    places.push(last)
    return { ...row, hash: last.hash }
  })
  const moveHead = sql`update log_head set position = ${last.position}, hash = ${last.hash} where id = 1`
  return { places, insert: insertGiven(db, 'log_entry', rows, onlyIf), moveHead }
}

/** Appends to the log after `head`, which this transaction holds; gives the place of each entry. */
export async function appendLog(
  writer: Writer,
  head: LogPlace,
  entries: readonly LogFacts[],
): Promise<readonly LogPlace[]> {
  if (entries.length === 0) return []
  const { places, insert, moveHead } = appendingAfter(writer, head, entries)
  await runTogether(writer, [insert, moveHead])
  return places
}

/** What is wrong with a log. */
export interface LogFault {
  readonly position: number
  readonly why: 'gap' | 'hash' | 'head'
}

const pageSize = 1000

/** Undefined where somebody wrote what is not even JSON. */
function factsIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function faultOf(
  last: LogPlace,
  row: { position: number; at: number; kind: string; org_id: string | null; facts: string; hash: string },
): LogFault | undefined {
  const position = last.position + 1
  if (row.position !== position) return { position, why: 'gap' }
  const { at, kind, org_id: orgId } = row
  const facts = factsIn(row.facts)
  if (facts === undefined) return { position, why: 'hash' }
  const text = canonicalize({ position, at, kind, orgId, facts }) ?? ''
  const hash = createHash('sha256').update(`${last.hash}\n${text}`).digest('hex')
  return hash === row.hash ? undefined : { position, why: 'hash' }
}

/** What walking a log came to: where it ends, and where it breaks. */
export interface LogWalk {
  readonly head: LogPlace
  readonly fault?: LogFault
}

const beginning: LogPlace = { position: 0, hash: '0'.repeat(64) }

/** Walks the whole log: every entry follows from the one before, and the last one is the head. */
export async function verifyLog(reader: Reader): Promise<LogWalk> {
  const head = await reader.selectFrom('log_head').select(['position', 'hash']).executeTakeFirst()
  // Every database is made with one: somebody took it away, and without it nothing says where the log ends.
  if (!head) return { head: beginning, fault: { position: 1, why: 'head' } }
  let last = beginning
  while (last.position < head.position) {
    const rows = await reader
      .selectFrom('log_entry')
      .selectAll()
      .where('position', '>', last.position)
      .where('position', '<=', head.position)
      .orderBy('position')
      .limit(pageSize)
      .execute()
    for (const row of rows) {
      const fault = faultOf(last, row)
      if (fault) return { head, fault }
      last = { position: row.position, hash: row.hash }
    }
    if (rows.length === 0) return { head, fault: { position: last.position + 1, why: 'gap' } }
  }
  return last.hash === head.hash ? { head } : { head, fault: { position: head.position, why: 'head' } }
}

import type { Reader } from './database.ts'
import type { LogKind } from './log-kinds.ts'

/** An entry of the log, as it was written. */
export interface LogEntry {
  readonly position: number
  readonly at: number
  readonly kind: string
  readonly orgId: string | null
  /** What the organisation is called today. */
  readonly orgName: string | null
  /** JSON in canonical form. */
  readonly facts: string
  readonly hash: string
}

/** Which entries are asked for; without a word, all. */
export interface LogQuestion {
  /** Only of these kinds. */
  readonly kinds: readonly LogKind[]
  /** Only from this moment on, by the clock of then. */
  readonly since: number | undefined
}

const pageSize = 1000

/** The entries in their order, page by page; what is written meanwhile comes last. */
export async function* readLog(reader: Reader, { kinds, since }: LogQuestion): AsyncGenerator<LogEntry> {
  const asked = reader
    .selectFrom('log_entry')
    .leftJoin('org', 'org.id', 'log_entry.org_id')
    .select(['position', 'at', 'kind', 'org_id as orgId', 'name as orgName', 'facts', 'hash'])
    .$if(kinds.length > 0, (query) => query.where('kind', 'in', kinds))
    .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
    .orderBy('position')
    .limit(pageSize)
  let last = 0
  for (;;) {
    const rows = await asked.where('position', '>', last).execute()
    yield* rows
    if (rows.length < pageSize) return
    last = rows.at(-1)?.position ?? last
  }
}

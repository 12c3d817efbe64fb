import type { Kysely, Transaction } from 'kysely'
import type { ReplicationTables } from './replication-tables.ts'
import type { StaffTables } from './staff-tables.ts'

/** A number that both engines give as a number: milliseconds, counts, flags (0 and 1). */
type Int = number

/** Tables of the server, the same on both engines: text, int and blob only; JSON is text, instants are milliseconds. */
export interface Tables extends StaffTables, ReplicationTables {
  server_key: { kid: string; private_jwk: string; public_jwk: string; created_at: Int }
  org: {
    id: string
    parent_id: string | null
    /** `/` + ids from the top + `/`, so that an organisation and all below it are one range. */
    path: string
    name: string
    org_code: string
    division: string
    level: string
    created_at: Int
  }
  task: { id: string; org_id: string; deadline: string | null; created_at: Int }
  task_token: {
    id: string
    task_id: string
    /** SHA-256 of the token; the token itself is nowhere. */
    hash: string
    created_at: Int
    expires_at: Int | null
    revoked_at: Int | null
  }
  /** One row: where the log ends. Who writes to the log holds it until the commit, so that places have no gaps. */
  log_head: { id: Int; position: Int; hash: string }
  log_entry: {
    position: Int
    at: Int
    kind: string
    org_id: string | null
    /** Canonical JSON without personal data. */
    facts: string
    hash: string
  }
  submission: {
    /** Its place in the log. */
    position: Int
    digest: string
    device: string
    org_id: string
    task_id: string
    record_id: string
    revision: Int
    previous: string | null
    is_sealed: Int
    received_at: Int
    /** What the rules found, JSON; null when sealed. */
    issues: string | null
    state: string
    state_at: Int
  }
  /** Files byte for byte; the row goes when a person's data is erased. */
  original: { position: Int; file: Uint8Array }
  return_slip: {
    position: Int
    slip_id: string
    submission_digest: string
    device: string
    org_id: string
    at: Int
    file: string
  }
  /** Who is at work that one process at a time may do; `beat` counts on while they are alive. */
  turn: { name: string; holder: string; beat: Int }
  /** Work that is due from time to time, and done by one process. */
  work_lock: { name: string; holder: string; until: Int; done_at: Int }
  /** One row: what time it was when the clock was last believed, and how long it has been doubted since. */
  known_time: { id: Int; at: Int; doubted_ms: Int }
  /** How far the log was at a moment when the clock was believed; both only grow. */
  known_moment: { at: Int; position: Int }
  used_nonce: { device: string; nonce: string; expires_at: Int }
}

/** A connection that reads, or a transaction. */
export type Reader = Kysely<Tables>

/** A transaction that may write. */
export type Writer = Transaction<Tables>

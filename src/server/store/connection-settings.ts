import type { PoolClient } from 'pg'
import { NoAnswer } from './no-answer.ts'

/** A setting, the value it gets, and the one it gets it in place of: where none is named, in place of what nobody set. */
type Setting = readonly [name: string, value: string, instead: string | null]

const settings: readonly (readonly Setting[])[] = [
  // A receipt is given for what is on the disk. All but `off` are, and say more only of other machines: who did not want to
  // wait for this one's disk did not ask to wait for theirs.
  [['synchronous_commit', 'local', 'off']],
  // What PostgreSQL does about a server that fell silent: amid a transaction it holds the end of the log, and nobody else
  // could write until the system notices, which takes it two hours.
  [
    ['idle_in_transaction_session_timeout', '60s', null],
    ['tcp_keepalives_idle', '30', null],
    ['tcp_keepalives_interval', '10', null],
  ],
  // Who gave up waiting for a lock waits no longer. Not every system can look, and then it is refused.
  [['client_connection_check_interval', '10s', null]],
]

/**
 * Settles a new connection; `done` hears why it is of no use. Asked for and not told at the start: what stands between may
 * refuse a start with settings. What somebody set themselves stays, unless receipts would not hold by it; a database that
 * does not know one goes without it.
 */
export async function settleConnection(client: PoolClient, done: (why?: Error) => void): Promise<void> {
  const text = `select set_config(s.name, g.value, false)
    from pg_settings s join unnest($1::text[], $2::text[], $3::text[]) as g (name, value, instead)
      on g.name = s.name
    where case when g.instead is null then s.source = 'default' else s.setting = g.instead end`
  for (const together of settings) {
    try {
      const columns = [0, 1, 2].map((column) => together.map((setting) => setting[column]))
      await client.query(text, columns)
    } catch (cause) {
      if (cause instanceof NoAnswer) return done(cause)
    }
  }
  done()
}

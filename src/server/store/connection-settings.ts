import type { PoolClient } from 'pg'
import { NoAnswer } from './no-answer.ts'

/**
 * What PostgreSQL does about a server that fell silent: amid a transaction it holds the end of the log, and nobody else
 * could write until the system notices, which takes it two hours.
 */
const settings: readonly (readonly (readonly [name: string, value: string])[])[] = [
  [
    ['idle_in_transaction_session_timeout', '60s'],
    ['tcp_keepalives_idle', '30'],
    ['tcp_keepalives_interval', '10'],
  ],
  // Who gave up waiting for a lock waits no longer. Not every system can look, and then it is refused.
  [['client_connection_check_interval', '10s']],
]

/**
 * Settles a new connection; `done` hears why it is of no use. Asked for and not told at the start: what stands between may
 * refuse a start with settings. What somebody set themselves stays, and a database that does not know one goes without it.
 */
export async function settleConnection(client: PoolClient, done: (why?: Error) => void): Promise<void> {
  const text = `select set_config(s.name, g.value, false)
    from pg_settings s join unnest($1::text[], $2::text[]) as g (name, value) on g.name = s.name
    where s.source = 'default'`
  for (const together of settings) {
    try {
      await client.query(text, [together.map(([name]) => name), together.map(([, value]) => value)])
    } catch (cause) {
      if (cause instanceof NoAnswer) return done(cause)
    }
  }
  done()
}

import { sql } from 'kysely'
import type { Store } from '../store/store.ts'

const written = sql<{ setting: string }>`select setting from pg_settings where name = 'fsync'`

/**
 * What is said at the start about a PostgreSQL that as a whole writes nothing to the disk: no connection can ask it to. The
 * embedded database is ours, and does.
 */
export async function durabilityWarnings({
  engine,
  reader,
}: Pick<Store, 'engine' | 'reader'>): Promise<readonly string[]> {
  if (engine === 'sqlite') return []
  // An engine that only speaks PostgreSQL may not tell.
  const rows = await written.execute(reader).then(
    (said) => said.rows,
    () => [],
  )
  if (rows[0]?.setting !== 'off') return []
  return [
    '警告：数据库的 fsync 是 off，提交了的数据不一定在磁盘上：断电会丢失已经发过收条的报送，还可能损坏整个数据库。' +
      '请在 PostgreSQL 里改回 on（alter system set fsync = on; select pg_reload_conf();），再在那台机器上执行一次 sync；改好以前不要收件。',
  ]
}

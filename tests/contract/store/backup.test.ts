import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type KyselyPlugin, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packChunkBytes } from '#core/sync/pack-uploads.ts'
import { createApp } from '#server/create-app.ts'
import { allMigrations } from '#server/migrations/all-migrations.ts'
import { addAccount } from '#server/store/accounts.ts'
import { BackupRefused, restoreBackup, writeBackup } from '#server/store/backup.ts'
import { verifyLog } from '#server/store/log.ts'
import { migrationsOf } from '#server/store/migrate.ts'
import { beginPack, putChunk } from '#server/store/packs.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { tablesInOrder } from '#server/store/tables-in-order.ts'
import { backupOf, linesOf } from '#tests/support/server-backups.ts'
import { someServices } from '#tests/support/services.ts'
import { aTree, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

describe.for(bothEngines())('a backup of the server on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let empty: TestDatabase
  let store: Store
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    empty = await create()
    store = await database.open()
  })
  afterEach(async () => {
    if (!isHere) return
    await database.remove()
    await empty.remove()
  })

  async function someUploads(): Promise<void> {
    const services = await someServices(store)
    const app = createApp(new Map(), services)
    const { token } = await anOpenTask(store)
    const files = await Promise.all([aSignedFile(), aSignedFile(), aSignedFile()])
    await Promise.all(files.map(({ text }) => upload(app, token, text)))
  }

  test('knows every table there is', async () => {
    const tables = await store.reader.introspection.getTables()
    const names = tables
      .map(({ name }) => name)
      .filter((name) => !/^(?:migration|migration_lock|sqlite_.*)$/.test(name))
    expect(tablesInOrder.map(([table]) => table as string).sort()).toEqual(names.sort())
  })

  test('restored into an empty database is the same, byte for byte, and its log is whole', async () => {
    await someUploads()
    const text = await backupOf(store)
    const restored = await empty.open()
    await restoreBackup(restored, linesOf(text))
    expect(await backupOf(restored)).toBe(text)
    expect((await verifyLog(restored.reader)).fault).toBeUndefined()
    expect((await verifyLog(restored.reader)).head.position).toBe(3)
  })

  test('goes on being one moment while others write', async () => {
    await someUploads()
    const lines: string[] = []
    await writeBackup(store, async (line) => {
      lines.push(line)
      if (lines.length === 3) await someUploadsElsewhere()
    })
    expect(lines.filter((line) => line.startsWith('["submission"'))).toHaveLength(3)
  })

  async function someUploadsElsewhere(): Promise<void> {
    const other = await database.open()
    const app = createApp(new Map(), await someServices(other))
    const { token } = await anOpenTask(other)
    expect((await upload(app, token, (await aSignedFile()).text)).status).toBe(200)
  }

  test('holds few files at once', async () => {
    const { unit } = await aTree(store)
    const account = { loginName: 'a', displayName: 'a', orgId: unit.id, role: 'admin', passwordHash: null } as const
    await store.write(async (writer) => {
      const added = await addAccount(writer, account, staffNow)
      const [orgId, accountId] = [unit.id, added?.id ?? '']
      const { id } = await beginPack(writer, {
        orgId,
        fromOrgId: orgId,
        digest: 'a'.repeat(64),
        sizeBytes: 30 * packChunkBytes,
        accountId,
        now: staffNow,
      })
      const bytes = new Uint8Array(packChunkBytes)
      for (let place = 0; place < 30; place += 1) await putChunk(writer, id, place, bytes)
    })
    let most = 0
    const watched: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const held = result.rows.flatMap((row) => Object.values(row)).filter((value) => value instanceof Uint8Array)
        most = Math.max(
          most,
          held.reduce((sum, value) => sum + value.length, 0),
        )
        return result
      },
    }
    let chunks = 0
    await writeBackup(
      { ...store, snapshot: (work) => store.snapshot((reader) => work(reader.withPlugin(watched))) },
      async (line) => {
        if (line.startsWith('["pack_chunk"')) chunks += 1
      },
    )
    expect(chunks).toBe(30)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(8 * packChunkBytes)
  })

  test('that was cut or changed restores nothing, and neither does one into a database in use', async () => {
    await someUploads()
    const text = await backupOf(store)
    const restored = await empty.open()
    const cut = text.split('\n').slice(0, -2).join('\n')
    await expect(restoreBackup(restored, linesOf(cut))).rejects.toThrow(BackupRefused)
    const changed = text.replace('南宁市第一医院', '南宁市第二医院')
    await expect(restoreBackup(restored, linesOf(changed))).rejects.toThrow('不完整或被改动过')
    const count = await sql<{ n: number }>`select count(*) as n from org`.execute(restored.reader)
    expect(Number(count.rows[0]?.n)).toBe(0)
    await expect(restoreBackup(store, linesOf(text))).rejects.toThrow('已经有内容')
  })

  test('restores nothing where a server was started or any table has a row, and says so', async () => {
    const text = await backupOf(store)
    const started = await empty.open()
    await someServices(started)
    await expect(restoreBackup(started, linesOf(text))).rejects.toThrow('这里启动过服务器')
    const mine = await backupOf(started)
    expect(mine).toContain('["server_key"')
    await started.write((writer) => writer.deleteFrom('server_key').execute())
    await started.write((writer) => writer.insertInto('known_time').values({ id: 1, at: 1, doubted_ms: 0 }).execute())
    await expect(restoreBackup(started, linesOf(text))).rejects.toThrow('已经有内容')
  })

  test('whose lines were read when another process came in between is refused by that name, not for being cut', async () => {
    await someUploads()
    const text = await backupOf(store)
    const restored = await empty.open()
    const lines = linesOf(text)
    /** Runs the work twice, as the store does when the database asks for it. */
    const twice: Store['write'] = async (work) => {
      class Again extends Error {}
      const first = restored.write(async (writer) => {
        await work(writer)
        throw new Again()
      })
      await expect(first).rejects.toThrow(Again)
      return restored.write(work)
    }
    await expect(restoreBackup({ ...restored, write: twice }, lines)).rejects.toThrow('中途')
    expect(await backupOf(restored)).not.toContain('["submission"')
    await restoreBackup(restored, linesOf(text))
    expect(await backupOf(restored)).toBe(text)
  })

  /** The same as an earlier version wrote it: fewer tables, and its own list of migrations. */
  async function asWrittenBy(migrations: typeof allMigrations, text: string): Promise<string> {
    const made = migrations.flatMap((migration) => migration.statements(store.types)).join('\n')
    const isThere = (line: string): boolean => made.includes(`create table ${/^\["(\w+)"/.exec(line)?.[1]} (`)
    const lines = text.trimEnd().split('\n').slice(1, -1).filter(isThere)
    const first = JSON.stringify({ caibao: 'caibao-server-backup/1', migrations: migrations.map(({ name }) => name) })
    const body = [first, ...lines].map((line) => `${line}\n`).join('')
    const sha256 = createHash('sha256').update(body).digest('hex')
    return `${body}${JSON.stringify({ rows: lines.length, sha256 })}\n`
  }

  /**
   * Until what was begun amid a restore comes to its end, or the database makes it wait, and that for so long that it was
   * found to be in no deadlock: of one that comes later, the restore is the victim.
   */
  async function amid(restoring: Store, begun: Promise<unknown>): Promise<void> {
    const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query_start < clock_timestamp() - current_setting('deadlock_timeout')::interval - interval '100 ms'`
    const untilItWaits = async (): Promise<void> => {
      if (restoring.engine === 'sqlite') return
      while ((await waiting.execute(restoring.reader)).rows.length === 0) await pause(20)
    }
    await Promise.race([begun, untilItWaits()])
  }

  test.for([
    ['of this version', allMigrations],
    ['of an earlier one', allMigrations.slice(0, -1)],
  ] as const)('%s amid which a server starts leaves it one key, the restored one', async ([, migrations]) => {
    await someUploads()
    const { kid } = await serverKeyOf(store)
    const lines = linesOf(await asWrittenBy(migrations, await backupOf(store)))
    const restored = await empty.open()
    const starts: Promise<string>[] = []
    async function* withAStart(): AsyncGenerator<string> {
      for await (const line of lines) {
        if (starts.length === 0) {
          starts.push(serverKeyOf(await empty.open()).then(({ kid: own }) => own))
          await amid(restored, Promise.all(starts))
        }
        yield line
      }
    }
    await restoreBackup(restored, withAStart())
    expect(await Promise.all(starts)).toEqual([kid])
    const keys = await restored.reader.selectFrom('server_key').select('kid').execute()
    expect(keys).toEqual([{ kid }])
  })

  test('amid which another one begins is the only one, and the other says why', async () => {
    await someUploads()
    const text = await backupOf(store)
    const [restored, late] = [await empty.open(), await empty.open()]
    const others: Promise<unknown>[] = []
    async function* withAnother(): AsyncGenerator<string> {
      for await (const line of linesOf(text)) {
        if (others.length === 0) {
          others.push(restoreBackup(late, linesOf(text)).catch((cause: unknown) => cause))
          await amid(restored, Promise.all(others))
        }
        yield line
      }
    }
    await restoreBackup(restored, withAnother())
    const [said] = await Promise.all(others)
    expect(said).toBeInstanceOf(BackupRefused)
    expect(String(said)).toContain('已经有内容')
    expect(await backupOf(restored)).toBe(text)
  })

  test('with text that the database does not keep is refused by the name of its table', async () => {
    await someUploads()
    const text = (await backupOf(store)).replace('南宁市第一医院', String.raw`南宁市\u0000`)
    const restoring = restoreBackup(await empty.open(), linesOf(text))
    await expect(restoring).rejects.toThrow(BackupRefused)
    await expect(restoring).rejects.toThrow(store.engine === 'postgres' ? '表 org ' : '不完整或被改动过')
  })

  const earlier = allMigrations.slice(1).map((_, index) => allMigrations.slice(0, index + 1))
  test.for(earlier.map((migrations) => ({ migrations, last: migrations.at(-1)?.name })))(
    'made when the schema ended with $last is restored and brought to this version',
    async ({ migrations }) => {
      await someUploads()
      const old = await asWrittenBy(migrations, await backupOf(store))
      const restored = await empty.open()
      await restoreBackup(restored, linesOf(old))
      expect(await migrationsOf(restored.reader)).toEqual(allMigrations.map(({ name }) => name))
      expect((await verifyLog(restored.reader)).head.position).toBe(3)
      // It goes on working in this version.
      const app = createApp(new Map(), await someServices(restored))
      const { token } = await anOpenTask(restored)
      expect((await upload(app, token, (await aSignedFile()).text)).status).toBe(200)
      expect((await verifyLog(restored.reader)).fault).toBeUndefined()
    },
  )

  test('made by a later version is refused, and what is there stays', async () => {
    const restored = await empty.open()
    const first = JSON.stringify({ caibao: 'caibao-server-backup/1', migrations: ['2099-01-01-later'] })
    await expect(restoreBackup(restored, linesOf(first))).rejects.toThrow('更新版本')
    expect(await migrationsOf(restored.reader)).toEqual(allMigrations.map(({ name }) => name))
  })

  test('a changed log is found out', async () => {
    await someUploads()
    await store.write((writer) => sql`update log_entry set at = at + 1 where position = 2`.execute(writer))
    expect((await verifyLog(store.reader)).fault).toEqual({ position: 2, why: 'hash' })
    await store.write((writer) => sql`update log_entry set facts = '{' where position = 2`.execute(writer))
    expect((await verifyLog(store.reader)).fault).toEqual({ position: 2, why: 'hash' })
    await store.write((writer) => sql`delete from log_entry where position = 2`.execute(writer))
    expect((await verifyLog(store.reader)).fault).toEqual({ position: 2, why: 'gap' })
  })
})

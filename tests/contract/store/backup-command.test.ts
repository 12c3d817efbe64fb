import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runBelieveClock } from '#cli/believe-clock.ts'
import { runErase } from '#cli/erase.ts'
import { runLog } from '#cli/log.ts'
import type { Output } from '#cli/print.ts'
import { sayThrown } from '#cli/say-error.ts'
import { runBackup, runRestore } from '#cli/server-backup.ts'
import { runVerify } from '#cli/verify.ts'
import { localDate } from '#server/local-date.ts'
import type { Store } from '#server/store/store.ts'
import { byCommand } from '#tests/support/by-command.ts'
import { takeBack } from '#tests/support/earlier-schema.ts'
import { hearing } from '#tests/support/hearing.ts'
import { backupOf } from '#tests/support/server-backups.ts'
import { anArrival } from '#tests/support/server-scene.ts'
import { allMigrations } from '#server/migrations/all-migrations.ts'
import { migrationsOf } from '#server/store/migrate.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import { aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const lastName = allMigrations.at(-1)?.name ?? ''

describe.for(bothEngines())('the commands that save a server on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let empty: TestDatabase
  let store: Store
  let folder: string
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    empty = await create()
    store = await database.open()
    folder = await mkdtemp(join(tmpdir(), 'caibao-backup-'))
    await serverKeyOf(store)
    const { unit } = await aTree(store)
    const people = Array.from({ length: 300 }, (_, index) => anArrival({ orgId: unit.id }, `person ${index}`))
    await store.write((writer) => storeArrivals(writer, people))
  })
  afterEach(async () => {
    if (!isHere) return
    await database.remove()
    await empty.remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('give back in an empty database every line that was there', async () => {
    const [file, heard] = [join(folder, 'whole.gz'), hearing()]
    expect(await byCommand(database, () => runBackup(['-o', file], heard))).toBe(0)
    expect(await byCommand(empty, () => runRestore([file], heard))).toBe(0)
    expect(heard.complaints).toEqual([])
    expect(await backupOf(await empty.open())).toBe(await backupOf(store))
  })

  test('give back a name that holds what else ends a line', async () => {
    const name = '南宁市\u2028第三\u2029中学\u0085分校'
    await store.write((writer) => writer.updateTable('org').set({ name }).where('org_code', '=', 'U1').execute())
    const file = join(folder, 'whole.gz')
    expect(await byCommand(database, () => runBackup(['-o', file], hearing()))).toBe(0)
    // An earlier backup of the same name gives way.
    expect(await byCommand(database, () => runBackup(['-o', file], hearing()))).toBe(0)
    expect(await byCommand(empty, () => runRestore([file], hearing()))).toBe(0)
    expect(await backupOf(await empty.open())).toBe(await backupOf(store))
  })

  test('tell of a log that was changed, save what is there all the same, and keep the backup from before', async () => {
    const [file, heard] = [join(folder, 'whole.gz'), hearing()]
    const walk = (output: Output) => byCommand(database, () => runVerify(['--log'], output))
    expect(await byCommand(database, () => runBackup(['-o', file], hearing()))).toBe(0)
    expect(await walk(heard)).toBe(0)
    expect(heard.lines.join()).toContain('日志 300 条，首尾相接')
    const whole = await readFile(file)
    await store.write((writer) => sql`update log_entry set at = at + 1 where position = 17`.execute(writer))
    // Each time, and what was saved first from before stays what it is.
    for (let time = 0; time < 2; time += 1) {
      expect(await byCommand(database, () => runBackup(['-o', file], heard))).toBe(1)
      expect(heard.complaints.at(-1)).toContain('日志在第 17 条断开')
      expect(heard.complaints.at(-1)).toContain(`${file}.earlier`)
      expect(await readFile(`${file}.earlier`)).toEqual(whole)
    }
    expect(await walk(heard)).toBe(1)
    expect(heard.complaints.at(-1)).toContain('日志在第 17 条断开')
    expect(await byCommand(empty, () => runRestore([file], heard))).toBe(1)
    expect(await backupOf(await empty.open())).toBe(await backupOf(store))
  })

  test('save what is there, and tell it, where the end of the log is gone; name no file that is not there', async () => {
    const [file, heard] = [join(folder, 'headless.gz'), hearing()]
    await store.write((writer) => writer.deleteFrom('log_head').execute())
    expect(await byCommand(database, () => runBackup(['-o', file], heard))).toBe(1)
    expect(heard.complaints.at(-1)).toContain('末尾对不上')
    expect(heard.complaints.at(-1)).not.toContain('.earlier')
    expect(await readdir(folder)).toEqual(['headless.gz'])
    expect(await byCommand(database, () => runVerify(['--log'], heard))).toBe(1)
    expect(heard.complaints.at(-1)).toContain('末尾对不上')
    expect(await byCommand(empty, () => runRestore([file], heard))).toBe(1)
    expect(await backupOf(await empty.open())).toBe(await backupOf(store))
  })

  test('leave a database of an earlier version as it is, for its server may be at work', async () => {
    const who = ['--digest', 'a'.repeat(64)]
    const commands = [
      (output: Output) => runLog([], output),
      (output: Output) => runVerify(['--log'], output),
      (output: Output) => runErase(who, output),
      (output: Output) => runBelieveClock(['--date', localDate(new Date())], output, new Date()),
    ]
    await takeBack(store, allMigrations.slice(-1))
    for (const command of commands) {
      const thrown = await byCommand(database, () => command(hearing())).catch((cause: unknown) => cause)
      expect(sayThrown(thrown)).toContain('还没有升级到本版本')
    }
    expect(await migrationsOf(store.reader)).not.toContain(lastName)
    const [bare, heard] = [await create(), hearing()]
    for (const command of commands) expect(await byCommand(bare, () => command(heard))).toBe(2)
    expect(heard.complaints[0]).toContain('里没有服务器的数据')
    await bare.remove()
  })

  test('save a database of an earlier version as it is, to be restored by this one', async () => {
    await takeBack(store, allMigrations.slice(-1))
    const file = join(folder, 'earlier.gz')
    expect(await byCommand(database, () => runBackup(['-o', file], hearing()))).toBe(0)
    expect(await migrationsOf(store.reader)).not.toContain(lastName)
    const [first = ''] = gunzipSync(await readFile(file))
      .toString()
      .split('\n', 1)
    expect(JSON.parse(first)).toMatchObject({ migrations: allMigrations.slice(0, -1).map(({ name }) => name) })
    expect(await byCommand(empty, () => runRestore([file], hearing()))).toBe(0)
    const upgraded = await empty.open()
    expect(await migrationsOf(upgraded.reader)).toContain(lastName)
    expect(await upgraded.reader.selectFrom('submission').select('position').execute()).toHaveLength(300)
  })

  test('come to an end, and say why, where a file cannot be written or is not there', async () => {
    const missing = join(folder, '没有', 'whole.gz')
    const backup = byCommand(database, () => runBackup(['-o', missing], hearing()))
    expect(sayThrown(await backup.catch((cause: unknown) => cause))).toContain('没有找到')
    const restore = byCommand(empty, () => runRestore([missing], hearing()))
    expect(sayThrown(await restore.catch((cause: unknown) => cause))).toContain('读不出备份文件')
    expect(await readdir(folder)).toEqual([])
  })
})

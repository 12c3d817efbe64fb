import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from '#server/store/sqlite-engine.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-sqlite-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a transaction that SQLite itself took back, as where the disk is full, fails for that reason', async () => {
  const engine = openSqlite(folder)
  try {
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(engine.writer)
    await sql`pragma max_page_count = ${sql.lit((pages.rows[0]?.page_count ?? 0) + 2)}`.execute(engine.writer)
    const filling = engine.writer.transaction().execute(async (writer) => {
      await sql`create table heap (bytes blob) strict`.execute(writer)
      await sql`insert into heap values (zeroblob(100000))`.execute(writer)
    })
    await expect(filling).rejects.toMatchObject({ errcode: 13 })
    const tables = await sql`select name from sqlite_schema`.execute(engine.writer)
    expect(tables.rows).toEqual([])
  } finally {
    await engine.close()
  }
})

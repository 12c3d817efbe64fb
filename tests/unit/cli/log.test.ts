import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runLog } from '#cli/log.ts'
import { localDate } from '#server/local-date.ts'
import { appendToLog } from '#server/store/append-to-log.ts'
import type { LogKind } from '#server/store/log-kinds.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { byCommand } from '#tests/support/by-command.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const [sqlite] = bothEngines()
const dayMs = 86_400_000
const noon = new Date(2026, 10, 25, 12).getTime()

describe('the log of a server, by command', () => {
  let database: TestDatabase
  let store: Store
  beforeEach(async () => {
    if (!sqlite) throw new Error('no database')
    database = await sqlite.create()
    store = await database.open()
    await serverKeyOf(store)
  })
  afterEach(() => database.remove())

  const happens = (kind: LogKind, at: number, orgId: string | null, facts: Readonly<Record<string, unknown>>) =>
    store.write((writer) => appendToLog(writer, [{ at, kind, orgId, facts }]))

  async function said(...args: readonly string[]) {
    const heard = hearing()
    const status = await byCommand(database, () => runLog(args, heard))
    return { status, lines: heard.lines, complaints: heard.complaints }
  }

  test('tells what happened in words, the newest last, with nothing hidden in it', async () => {
    const { unit } = await aTree(store)
    await happens('invited', noon, unit.id, { by: 'account-1', invitation: 'i', role: 'reviewer' })
    await happens('identityBound', noon + dayMs, unit.id, { account: 'account-2', issuer: 'https://x/\u202Egpj' })
    await happens('clockBelieved', noon + 2 * dayMs, null, { by: 'server', knownAt: 5 })
    const { status, lines, complaints } = await said()
    expect([status, complaints]).toEqual([0, []])
    expect(lines).toEqual([
      `1  2026-11-25 12:00:00  发出邀请（invited）  单位 ${unit.name}  by=account-1  invitation=i  role=reviewer`,
      `2  2026-11-26 12:00:00  绑定统一身份（identityBound）  单位 ${unit.name}  account=account-2  issuer=https://x/‹U+202E›gpj`,
      '3  2026-11-27 12:00:00  确认系统日期（clockBelieved）  by=server  knownAt=5',
    ])
    expect((await said('--since', '2026-11-26', '--kind', 'invited', '--kind', 'clockBelieved')).lines).toEqual(
      lines.slice(2),
    )
    expect((await said('--since', localDate(new Date(noon + 3 * dayMs)))).lines).toEqual([])
    const [first = ''] = (await said('--json', '--kind', 'invited')).lines
    expect(JSON.parse(first)).toEqual({
      position: 1,
      at: new Date(noon).toISOString(),
      kind: 'invited',
      orgId: unit.id,
      facts: { by: 'account-1', invitation: 'i', role: 'reviewer' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('goes on over pages, and over what another version wrote or somebody changed', async () => {
    const many = Array.from({ length: 2100 }, (_, index) => ({ at: noon + index, orgId: null, facts: { index } }))
    await store.write((writer) =>
      appendToLog(
        writer,
        many.map((each) => ({ ...each, kind: 'submission' })),
      ),
    )
    await store.write((writer) =>
      sql`update log_entry set kind = 'later', facts = '{' where position = 2000`.execute(writer),
    )
    const { lines } = await said()
    expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(many.map((_, index) => index + 1))
    expect(lines[1999]).toMatch(/ {2}later {2}\{$/)
  })

  test('goes on over a time that somebody made no time', async () => {
    for (const at of [noon, noon + 1]) await happens('clockBelieved', at, null, { at })
    const at = 8_640_000_000_000_001
    await store.write((writer) => sql`update log_entry set at = ${at} where position = 1`.execute(writer))
    const { status, lines } = await said('--json')
    expect(status).toBe(0)
    expect(lines.map((line) => JSON.parse(line).at)).toEqual([at, new Date(noon + 1).toISOString()])
    expect((await said()).lines[0]).toContain(`1  ${at}  确认系统日期`)
  })

  test.each([
    [['--kind', 'invite'], 'invited  发出邀请'],
    [['--since', '2026-02-30'], '2026-02-30'],
  ])('says what is wrong with %j', async (args, word) => {
    const { status, complaints } = await said(...args)
    expect(status).toBe(2)
    expect(complaints.join('\n')).toContain(word)
    expect(complaints.at(-1)).toContain('用法')
  })
})

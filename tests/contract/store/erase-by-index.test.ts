import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import { addCorrection } from '#server/store/corrections.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { listening, type Statement } from '#tests/support/listening-store.ts'
import { anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const dayMs = 24 * 3_600_000

const hex = (prefix: string, index: number): string => prefix + index.toString(16).padStart(63, '0')

/** People with a file, a case and a sealed correction each; of every third the file came by hand. */
async function aUnitOf(store: Store, people: number): Promise<void> {
  const unit = await aReviewingUnit(store)
  const { orgId, accountId } = unit
  for (let index = 0; index < people; index += 1) {
    const [digest, corrected] = [hex('a', index), hex('b', index)]
    const device = digest.slice(0, 43)
    const arrival = anArrival({ orgId }, `record ${index}`, { digest, device })
    if (index % 3 > 0) await store.write((writer) => storeArrivals(writer, [arrival]))
    const steps: readonly PushedStep[] = [
      { kind: 'sealed', as: 'received', digest, revision: 1, corrections: 0, device, content: 'sealed' },
      { kind: 'sealed', as: 'corrected', digest: corrected, content: 'sealed' },
    ]
    await unit.take(`case ${index}`, steps)
    const correction = { orgId, digest: corrected, file: 'sealed', accountId, now: staffNow }
    await store.write((writer) => addCorrection(writer, correction))
  }
  // As a server had them that did not note whose they are.
  await store.write((writer) => writer.updateTable('correction').set({ record_id: null }).execute())
}

const tables = 'submission|original|return_slip|review_event|review_case|correction|pack_member|person|erased|log_entry'

/** Steps of the plans that walk through a table, or through all an organisation has; the embedded database tells. */
function walksOf({ settings }: TestDatabase, statements: readonly Statement[]): ReadonlySet<string> {
  if (settings.databaseUrl !== undefined) return new Set()
  const database = new DatabaseSync(join(settings.dataFolder, 'caibao.sqlite'), { readOnly: true })
  const isWalk = new RegExp(`^SCAN (?:${tables})\\b|\\(org_id=\\?\\)$`)
  const walks = statements.flatMap(({ sql, parameters }) => {
    const given = parameters.map((value) => (typeof value === 'number' ? value : String(value)))
    const plan = database.prepare(`explain query plan ${sql}`).all(...given)
    return plan.map(({ detail }) => String(detail)).filter((detail) => isWalk.test(detail))
  })
  database.close()
  return new Set(walks)
}

describe.for(bothEngines())('retention of a whole unit on $name', ({ isHere, create }) => {
  test('asks as much for each person however many there are, and lets go of the log between two', async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    const most: number[] = []
    for (const people of [6, 120]) {
      const database = await create()
      const { store, transactions } = listening(await database.open())
      await aUnitOf(store, people)
      const before = transactions.length
      const rule = { days: 365, now: () => staffNow + 400 * dayMs, ranMs: dayMs }
      await keepNoLonger(store, rule)
      expect(await keepNoLonger(store, { ...rule, now: () => staffNow + 402 * dayMs })).toBeDefined()
      const left = await store.reader.selectFrom('review_event').select('position').execute()
      const trace = await store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'erased').execute()
      expect([left.length, trace.length]).toEqual([0, 2 * people])
      const done = transactions.slice(before)
      const erasing = done.filter((statements) => statements.some(({ sql }) => sql.startsWith('delete from "review_')))
      expect(erasing).toHaveLength(people)
      // Whose the corrections are is learnt before, some at a time.
      most.push(Math.max(...erasing.map(({ length }) => length)))
      expect(Math.max(...done.map(({ length }) => length))).toBeLessThan(60)
      expect(walksOf(database, erasing.at(-1) ?? [])).toEqual(new Set())
      await database.remove()
    }
    expect(most[1]).toBe(most[0])
  })
})

import { describe, expect, test } from 'vitest'
import { mergePage } from '#app/management/stores/sync/merge-page.ts'
import type { SyncDesk } from '#app/management/stores/sync/sync-desk.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { notSynced } from '#core/sync/case-sync.ts'
import { memoryCases } from '#tests/support/memory-unit.ts'
import { aTrail, arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const person = 'id:甲'
const digest = 'a'.repeat(64)

/** A desk whose store holds one person, three of whose steps stand on the server; whether they are listed. */
function aDesk(isListed: boolean) {
  const cases = memoryCases()
  const steps = [arrivalOf('a', 1), { kind: 'opened' }, { kind: 'ticked', item: 'phone', isTicked: true }] as const
  cases.put(person, { digest, text: '', content: aSubmissionContent() }, steps)
  cases.synced.set(person, { ...notSynced, confirmed: 3 })
  const people = makePeopleIndex<ListedCase>(() => [])
  if (isListed) people.put([...cases.rows.values()])
  const desk = {
    cases: { ...cases.storage, held: async () => ok(new Set()) },
    people: () => people,
    reviewer: () => ({ by: '黄采集', at: 1 }),
    unit: { unit: aUnit },
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what a page is merged with
  return desk as unknown as SyncDesk
}

const texts = { arrived: [], byDigest: new Map(), rows: [], settled: [], refused: [] }
function aPage(steps: readonly ReviewEvent[], erased: readonly string[] = []) {
  const bySteps = new Map(steps.length > 0 ? [[person, steps]] : [])
  const nothing = { slips: [], unreadable: new Set<string>(), arrivals: [], corrections: [], pack: undefined }
  return { ...nothing, steps: bySteps, erased: new Set(erased), until: 9 }
}
const fourth = aTrail([{ kind: 'ticked', item: 'email', isTicked: true }], 4, person)

describe('a page that tells of somebody in the store', () => {
  test.each([
    ['a step', aPage(fourth), { theirs: 1, stopped: [] }],
    ['that they were erased', aPage([], [digest]), { theirs: 0, stopped: [{ error: { code: 'SYNC_CASE_ERASED' } }] }],
  ])('is taken with %s when they are listed, and not before', async (_, page, taken) => {
    expect(await mergePage(aDesk(true), page, texts)).toMatchObject({ ok: true, value: taken })
    expect(await mergePage(aDesk(false), page, texts)).toMatchObject({ ok: false, error: { code: 'REVIEW_CONFLICT' } })
  })
})

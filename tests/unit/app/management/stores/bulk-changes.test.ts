import { expect, test } from 'vitest'
import { bulkBlocks } from '#app/management/stores/bulk-changes.ts'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import { memoryCases } from '#tests/support/memory-unit.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

test('who went on meanwhile is to be tried again; whose trail does not fold is not, for it never will', async () => {
  const cases = memoryCases()
  for (const caseId of ['newer', 'gap'])
    cases.put(caseId, { digest: caseId, text: '', content: aSubmissionContent() }, [arrivalOf('a', 1)])
  const rows = [...cases.rows.values()]
  cases.trails.set('newer', aTrail([arrivalOf('a', 1), arrivalOf('b', 2)], 1, 'newer'))
  cases.trails.set('gap', [...aTrail([arrivalOf('a', 1)], 1, 'gap'), ...aTrail([{ kind: 'opened' }], 3, 'gap')])
  const stepsOf = () => [{ kind: 'opened' } as const]
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of the store
  const storage = cases.storage as unknown as CaseStorage
  const blocks = bulkBlocks(storage, { rows, stepsOf, reviewer: { by: '黄采集', at: 1 } })
  const [block] = await Array.fromAsync(blocks)
  expect(block).toMatchObject({
    value: { changes: [], refused: [{ code: 'REVIEW_CONFLICT' }, { code: 'REVIEW_STEP_REFUSED' }] },
  })
})

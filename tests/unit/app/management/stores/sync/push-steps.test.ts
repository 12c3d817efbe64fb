import { expect, test } from 'vitest'
import { pushSteps } from '#app/management/stores/sync/push-steps.ts'
import type { SyncDesk } from '#app/management/stores/sync/sync-desk.ts'
import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { notSynced } from '#core/sync/case-sync.ts'
import { deriveUnitSecret } from '#core/sync/unit-secret.ts'
import { memoryCases } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey, aUnit } from '#tests/support/units.ts'

const person = 'id:甲'
const [digest, corrected] = ['a'.repeat(64), 'b'.repeat(64)]
const state = { origin: 'https://a', kid: '', orgId: 'o', parentOrgId: null, cursor: 0, connectedAt: 0, metAt: 0 }

test('after a correction that the server refused nothing counts as found in a text that is not here', async () => {
  const cases = memoryCases()
  const changes = [{ path: 'basic.mobile', before: '1', after: '2', reason: '原件为准' }]
  cases.put(person, { digest: corrected, text: '', content: aSubmissionContent() }, [
    arrivalOf('a', 1),
    { kind: 'corrected', digest: corrected, from: digest, changes },
  ])
  cases.synced.set(person, { ...notSynced, confirmed: 1, atServer: [corrected] })
  const own = cases.trails.get(person)?.at(-1)?.id ?? ''
  expect(cases.rows.get(person)?.checkedBy).toBeDefined()
  const error = { code: 'REVIEW_STEP_REFUSED', params: {} }
  const desk = {
    cases: cases.storage,
    unit: { unit: aUnit },
    secret: await deriveUnitSecret(await anOpeningKey()),
    server: { ask: async () => ok({ items: [{ id: own, kind: 'refused', error }] }) },
    append: (written: readonly CaseChange[]) => cases.storage.append(written),
    note: () => Promise.resolve(),
    goesOn: () => true,
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what steps are pushed with
  expect(await pushSteps(desk as unknown as SyncDesk, state)).toEqual(ok(0))
  const row = cases.rows.get(person)
  expect(row).toMatchObject({ standing: digest, name: '韦晓𬱖', state: 'received' })
  expect(row?.checkedBy).toBeUndefined()
})

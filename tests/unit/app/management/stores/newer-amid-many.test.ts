import { expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { makeReportMarking } from '#app/management/stores/report-marking.ts'
import { useBulkStepsStore } from '#app/management/stores/useBulkStepsStore.ts'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { rulesName } from '#core/review/case-row.ts'
import { checklistItems, type ReviewStep } from '#core/review/review-event.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const compared = checklistItems.map((item): ReviewStep => ({ kind: 'ticked', item, isTicked: true }))
const digestOf = (letter: string): string => letter.repeat(64)
const passed = (letter: string): ReviewStep => ({ kind: 'passed', digest: digestOf(letter) })

/** A unit of two people, where something newer, with an error, comes for the one amid the next step for many. */
async function aUnitWhere(meanwhile: readonly ReviewStep[]) {
  const { bundle } = await loadScheme()
  const findings = { ...noFindings, checkedBy: rulesName(bundle.manifest) }
  const cases = memoryCases()
  const contentOf = (name: string, employer: string) =>
    aSubmissionContent({ record: aPerson({ basic: { name, idNumber: name, employer } }) })
  const put = (caseId: string, steps: readonly ReviewStep[], employer: string, errors = 0) =>
    cases.put(
      caseId,
      { digest: caseId, text: '', content: contentOf(caseId, employer), findings: { ...findings, errors } },
      steps,
    )
  const before = [arrivalOf('a', 1), ...compared]
  put('id:1', before, '旧单位')
  put('id:2', [arrivalOf('b', 1), ...compared], '旧单位')
  const pinia = await memoryUnit(cases)
  const [bulk, list] = [useBulkStepsStore(pinia), useCaseListStore(pinia)]
  await bulk.pass(list.rows)
  const trails = cases.storage.trails.bind(cases.storage)
  let isCome = false
  /** From here on the newer one comes while trails are read: this tab hears of it after that. */
  const comeAmid = (): void =>
    void Object.assign(cases.storage, {
      async *trails(caseIds: Iterable<string>) {
        const wasCome = isCome
        if (!isCome) put('id:1', [...before, passed('a'), arrivalOf('c', 2), ...meanwhile], '新单位', 3)
        isCome = true
        yield* trails(caseIds)
        if (!wasCome) cases.change('id:1', {})
      },
    })
  return { cases, units: useUnitStore(pinia), bulk, list, comeAmid }
}

const stored = { digest: 'e'.repeat(64), kind: 'reported', unit: aUnit, count: 2, fileName: 'x.rpz', at: 1 } as const
const pack: StoredPack = { ...stored, manifest: '' }

test('who is marked as reported while something newer comes keeps no line of the one that went up', async () => {
  const { cases, units, bulk, list, comeAmid } = await aUnitWhere([])
  const open = units.cases()
  if (!open.ok) throw new Error('the unit is locked')
  comeAmid()
  const written: (StoredPack | undefined)[] = []
  const append = cases.storage.append.bind(cases.storage)
  Object.assign(cases.storage, {
    append(...[changes, of]: readonly [Parameters<typeof append>[0], StoredPack | undefined]) {
      written.push(of)
      return append(changes)
    },
  })
  const error = shallowRef<AppError>()
  const { mark } = makeReportMarking({
    unitDesk: () => Promise.resolve({ markAlone: (_options, work) => work(true) }),
    list,
    bulk,
    packs: shallowRef([]),
    readPacks: () => Promise.resolve(open),
    error,
  })
  const content = { submissions: [digestOf('a'), digestOf('b')] }
  expect(await mark(open.value, pack, content, { sync: [] })).toBe(true)
  expect(error.value).toBeUndefined()
  const [one, other] = [cases.rows.get('id:1'), cases.rows.get('id:2')]
  expect(one).toMatchObject({ standing: digestOf('c'), employer: '新单位', errors: 3, state: 'received' })
  expect(one?.report).toMatchObject({ pack: pack.digest, above: digestOf('a') })
  expect(other).toMatchObject({ state: 'reported', employer: '旧单位' })
  // Cut off between, the rest would be marked the next time.
  expect(written.map((each) => each?.isMarking === true)).toEqual([true, false])
})

test('who is opened again with many others is left where something newer passed since', async () => {
  const { cases, bulk, list, comeAmid } = await aUnitWhere([...compared, passed('c')])
  comeAmid()
  expect(await bulk.reopen(bulk.lastPassing, '撤销批量通过')).toBe(1)
  await nextTick()
  expect(bulk.error).toBeUndefined()
  expect(cases.rows.get('id:1')).toMatchObject({
    standing: digestOf('c'),
    employer: '新单位',
    errors: 3,
    state: 'passed',
  })
  expect(list.byKey.get('id:2')?.state).toBe('checking')
})

import { expect, test } from 'vitest'
import { choosingSteps, mayTake, takeSteps, unitsToChoose } from '#app/management/stores/case-steps.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { fail } from '#core/errors/result.ts'
import { rulesName } from '#core/review/case-row.ts'
import { caseOf, strangersOf } from '#core/review/review-case.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

test('what was corrected stays corrected when one of the units that brought the very same file is decided for', async () => {
  const caseId = 'id:1'
  const [raw, corrected] = ['a'.repeat(64), 'b'.repeat(64)]
  const content = aSubmissionContent()
  const { text } = await signSubmission(content, await aSigningKey())
  const changes = [{ path: 'basic.mobile', before: '1', after: '2', reason: '与原件一致' }]
  const cases = memoryCases(new Map([[raw, text]]))
  cases.put(caseId, { digest: corrected, text, content }, [
    { ...arrivalOf('a', 1), unit: '甲中学' },
    { kind: 'corrected', digest: corrected, from: raw, changes },
    { ...arrivalOf('a', 1), unit: '乙中学' },
  ])
  const desk = useCaseStore(await memoryUnit(cases))
  await desk.begin(caseId)
  expect(await desk.choose(raw, '人事关系在那里', '乙中学')).toBe(true)
  const standing = caseOf(cases.trails.get(caseId) ?? [])
  expect(standing.ok && standing.value).toMatchObject({ standing: corrected, chosenUnit: '乙中学', disputed: [] })
})

const ma = { recordId: 'record of 马', name: '马小云', gender: '2' }
const luo = { recordId: 'record of 罗', name: '罗文娟', gender: '2' }
const from = (letter: string, revision: number, unit: string | undefined, whose = ma) => ({
  ...arrivalOf(letter, revision),
  ...(unit !== undefined && { unit }),
  whose,
})

function after(...steps: Parameters<typeof aTrail>[0]) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}

/** Those that are offered to be taken, each by its letter and the unit that brought it. */
const offered = (standing: ReturnType<typeof after>) =>
  standing.revisions.flatMap((each) => (mayTake(standing, each) ? [`${each.digest[0]} ${each.unit ?? ''}`] : []))

test('one that was taken is taken for its unit; whose case it is stays open, and none of no unit decides between them', () => {
  const open = after(from('9', 1, undefined), from('a', 2, '甲校'), from('b', 3, '乙校'), from('c', 4, '丙校', luo))
  expect(offered(open)).toEqual(['a 甲校', 'c 丙校'])
  const choice = { digest: 'c'.repeat(64), reason: '人工选择', unit: '丙校' }
  const taken = takeSteps(open, choosingSteps(open, choice), { by: '黄采集', at: 1 })
  const standing = taken.ok ? taken.value.standing : undefined
  expect(standing).toMatchObject({ disputed: [], chosenUnit: '丙校', standing: choice.digest })
  expect(standing && strangersOf(standing).map(({ digest }) => digest[0])).toEqual(['b'])
})

test('one of no unit is offered where nothing is to be decided between units', () => {
  expect(offered(after(from('9', 1, undefined), from('a', 2, '甲校')))).toEqual(['9 '])
  // One unit reports the person it names: which of two people it is may be said first.
  expect(offered(after(from('a', 2, '甲校'), from('b', 3, '乙校'), from('9', 1, undefined, luo)))).toEqual([
    'a 甲校',
    '9 ',
  ])
  expect(offered(after(from('9', 1, undefined), from('a', 2, '甲校'), { kind: 'setAside', reason: '' }))).toEqual([])
})

test('between which units is to be chosen is read from the trail; of a case that is set aside, there is no choice', () => {
  const steps = [from('a', 2, '甲校'), from('b', 3, '乙校')] as const
  expect(unitsToChoose(after(...steps))).toEqual([
    { unit: '乙校', digest: 'b'.repeat(64) },
    { unit: '甲校', digest: 'a'.repeat(64) },
  ])
  expect(unitsToChoose(after(...steps, { kind: 'setAside', reason: '' }))).toEqual([])
  expect(unitsToChoose(after(steps[0]))).toEqual([])
})

test('who is undecided by their trail is not passed, though their line is from before that was read from it (M15)', async () => {
  const [caseId, digest] = ['id:1', 'b'.repeat(64)]
  const { bundle } = await loadScheme()
  const { scheme, manifest } = bundle
  const loadRules = () => Promise.resolve(fail('SCHEME_UNAVAILABLE', { reason: 'rules' }))
  const content = aSubmissionContent()
  const { text } = await signSubmission(content, await aSigningKey())
  const cases = memoryCases()
  const findings = { ...noFindings, checkedBy: rulesName(manifest) }
  const chosen = { kind: 'chosen', digest: 'a'.repeat(64), reason: '人事关系在那里', unit: '甲中学' } as const
  cases.put(caseId, { digest, text, content, findings }, [
    { ...arrivalOf('a', 1), unit: '甲中学' },
    { ...arrivalOf('a', 1), unit: '乙中学' },
    chosen,
    { ...arrivalOf('b', 2), unit: '乙中学' },
    { kind: 'opened' },
  ])
  const line = cases.rows.get(caseId)
  if (line) cases.rows.set(caseId, { ...line, disputed: [] })
  const platform = { scheme: { scheme, manifest, tableIds: [], loadRules } }
  const desk = useCaseStore(await memoryUnit(cases, { platform }))
  await desk.begin(caseId)
  expect(await desk.pass(digest)).toBe(false)
  expect(desk.error).toMatchObject({ code: 'CASE_NOT_PASSABLE', params: { why: 'disputed', count: 2 } })
  expect(cases.trails.get(caseId)?.at(-1)?.step.kind).toBe('opened')
})

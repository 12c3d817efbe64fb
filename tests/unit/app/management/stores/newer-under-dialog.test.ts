import { expect, test } from 'vitest'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { fail } from '#core/errors/result.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { reportPage } from '#tests/support/report-page.ts'

test('what was written on a content is not said of a newer one', async () => {
  const { pinia, cases } = await reportPage(['韦一'])
  const desk = useCaseStore(pinia)
  await desk.begin('id:韦一')
  await desk.reopen('有误')
  const seen = desk.standingDigest()
  const mend = [{ path: 'basic.mobile', after: '13700000000', reason: '本人来电' }]
  expect(await desk.correct(mend, seen)).toBe(true)
  const steps = () => cases.trails.get('id:韦一')?.map(({ step }) => step.kind)
  const before = steps()
  const comments = [{ path: 'basic.mobile', reason: 'differs', text: '' }] as const
  expect(await desk.sendBack(comments, seen)).toBe(false)
  expect(desk.error?.code).toBe('REVIEW_CONTENT_NEWER')
  expect(await desk.correct(mend, seen)).toBe(false)
  expect(desk.error?.code).toBe('REVIEW_CONTENT_NEWER')
  expect(steps()).toEqual(before)
})

/** 甲 is on the desk; 乙, who came too, could be passed at once. */
async function twoPeople() {
  const { scheme, manifest } = (await loadScheme()).bundle
  // What was found of them stays, as no rules come.
  const loadRules = () => Promise.resolve(fail('SCHEME_UNAVAILABLE', { reason: 'rules' }))
  const { pinia, cases } = await reportPage(['甲', '乙'], {}, { scheme: { scheme, manifest, tableIds: [], loadRules } })
  const desk = useCaseStore(pinia)
  await desk.begin('id:乙')
  await desk.reopen('再看')
  await desk.begin('id:甲')
  await desk.reopen('再看')
  return { desk, stateOf: (name: string) => cases.rows.get(`id:${name}`)?.state }
}

test('通过 pressed behind 下一人 passes nobody: it was said of the one who was in sight', async () => {
  const { desk, stateOf } = await twoPeople()
  const seen = desk.standingDigest()
  const next = desk.begin('id:乙')
  expect(await desk.pass(seen)).toBe(false)
  await next
  expect(desk.error?.code).toBe('REVIEW_CONTENT_NEWER')
  expect([stateOf('甲'), stateOf('乙')]).toEqual(['checking', 'checking'])
  expect(await desk.pass(desk.standingDigest())).toBe(true)
  expect([stateOf('甲'), stateOf('乙')]).toEqual(['checking', 'passed'])
})

test('no other step pressed behind 下一人 is taken for the next person either', async () => {
  const { desk, stateOf } = await twoPeople()
  void desk.begin('id:乙')
  expect(await desk.setAside('另一单位报送')).toBe(false)
  expect(desk.error?.code).toBe('REVIEW_CONTENT_NEWER')
  expect([stateOf('甲'), stateOf('乙')]).toEqual(['checking', 'checking'])
})

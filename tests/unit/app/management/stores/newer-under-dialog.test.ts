import { expect, test } from 'vitest'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { reportPage } from '#tests/support/report-page.ts'

test('what was written on a content is not said of a newer one', async () => {
  const { pinia, cases } = await reportPage(['韦一'])
  const desk = useCaseStore(pinia)
  await desk.begin('id:韦一')
  await desk.reopen('有误')
  const seen = desk.opened?.standing.standing ?? ''
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

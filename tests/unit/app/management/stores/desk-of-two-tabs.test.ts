import { expect, test } from 'vitest'
import { takeSteps } from '#app/management/stores/case-steps.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { reportPage } from '#tests/support/report-page.ts'

test('what another tab did with the person on the desk is in sight at once, and the next step builds on it', async () => {
  const { pinia, cases } = await reportPage(['韦一'])
  const desk = useCaseStore(pinia)
  await desk.begin('id:韦一')
  const { trail, standing } = desk.opened ?? {}
  if (!trail || !standing) throw new Error('nobody is on the desk')
  const there = takeSteps(standing, [{ kind: 'reopened', reason: '有误' }], { by: '乙', at: 1 })
  if (!there.ok) throw new Error(there.error.code)
  cases.trails.set('id:韦一', [...trail, ...there.value.events])
  cases.change('id:韦一', { state: 'checking', sequence: there.value.standing.sequence })
  await expect.poll(() => desk.opened?.trail.map(({ by }) => by)).toContain('乙')
  expect(await desk.setAside('另一单位报送')).toBe(true)
  expect(cases.trails.get('id:韦一')?.map(({ sequence }) => sequence)).toEqual([
    ...trail.map(({ sequence }) => sequence),
    standing.sequence + 1,
    standing.sequence + 2,
  ])
})

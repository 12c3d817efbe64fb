import { describe, expect, test } from 'vitest'
import { reportPage } from '#tests/support/report-page.ts'

describe('planning a report again', () => {
  test('counts who was passed or opened elsewhere since', async () => {
    const { store, cases } = await reportPage(['韦一', '韦二'])
    await store.load()
    expect(store.plans?.full.submissions).toHaveLength(2)
    cases.change('id:韦一', { state: 'checking' })
    await store.plan()
    expect(store.plans?.full.submissions).toHaveLength(1)
  })

  test('gives way to a report that begins meanwhile', async () => {
    const { store, saved } = await reportPage(['韦一', '韦二'])
    await store.load()
    const planning = store.plan()
    const reporting = store.report({ scope: 'full', leaveOut: false, withoutRoster: true })
    await Promise.all([planning, reporting])
    expect(store.error).toBeUndefined()
    expect(saved).toHaveLength(1)
  })
})

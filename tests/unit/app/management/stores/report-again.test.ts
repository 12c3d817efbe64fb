import { describe, expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { reportPage } from '#tests/support/report-page.ts'

describe('planning a report', () => {
  test('is of the very people who were compared with the roster, whatever is done meanwhile', async () => {
    const { store, cases, pinia } = await reportPage(['韦一', '韦二'])
    const rosters = useRosterPrintsStore(pinia)
    const { compare } = rosters
    let compared: readonly string[] = []
    rosters.compare = async (submissions) => {
      compared = submissions
      cases.change('id:韦二', { state: 'checking' })
      await expect.poll(() => useCaseListStore(pinia).byCaseId.get('id:韦二')?.state).toBe('checking')
      return compare(submissions)
    }
    await store.load()
    expect(compared).toHaveLength(2)
    expect(store.plans?.full.submissions.toSorted()).toEqual(compared.toSorted())
  })
})

describe('planning a report again', () => {
  test('counts who was passed or opened elsewhere since', async () => {
    const { store, cases } = await reportPage(['韦一', '韦二'])
    await store.load()
    expect(store.plans?.full.submissions).toHaveLength(2)
    cases.change('id:韦一', { state: 'checking' })
    await expect.poll(() => store.ready).toHaveLength(1)
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

import { describe, expect, test } from 'vitest'
import { notSynced } from '#core/sync/case-sync.ts'
import { reportPage } from '#tests/support/report-page.ts'

const wishes = { scope: 'full', leaveOut: true, withoutRoster: true } as const

describe('reporting somebody who was erased at the server', () => {
  test('is refused as a whole until somebody has decided, and no file is written', async () => {
    const { store, cases, saved } = await reportPage(['韦一', '韦二'])
    cases.synced.set('id:韦一', { ...notSynced, stopped: 'erased' })
    expect(await store.report(wishes)).toBeUndefined()
    expect(store.error?.code).toBe('SYNC_CASE_ERASED')
    expect(store.plans?.erased.map(({ name }) => name)).toEqual(['韦一'])
    expect(store.plans?.full.submissions).toHaveLength(1)
    expect(saved).toEqual([])
  })

  test('lets the others go once that case is set aside', async () => {
    const { store, cases, saved } = await reportPage(['韦一', '韦二'])
    cases.synced.set('id:韦一', { ...notSynced, stopped: 'erased' })
    cases.change('id:韦一', { state: 'setAside' })
    await store.report(wishes)
    expect(store.error).toBeUndefined()
    expect(store.plans?.erased).toEqual([])
    expect(saved).toHaveLength(1)
  })
})

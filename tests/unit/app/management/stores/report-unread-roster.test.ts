import { describe, expect, test } from 'vitest'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { RosterPrinted } from '#core/review/roster-print.ts'
import { reportPage } from '#tests/support/report-page.ts'

const wishes = { scope: 'full', leaveOut: false, withoutRoster: true } as const

/** A log of printed rosters in which some rows are not understood, or which cannot be read at all. */
function aPrintLog() {
  const prints: RosterPrinted[] = []
  const log: { unread: string[]; failed?: Result<never> } = { unread: [] }
  const openKept = () => ({
    list: () => Promise.resolve(ok([])),
    survey: () => Promise.resolve(log.failed ?? ok({ fitting: [...prints], unread: log.unread })),
    put: (_kind: string, _id: string, value: RosterPrinted) => Promise.resolve(ok(void prints.push(value))),
  })
  return { desk: { openKept }, log, prints }
}

describe('reporting beside printed rosters that are not understood', () => {
  test('is refused, also for who wants no roster: one was printed, and what stands on it is not known (M12)', async () => {
    const { desk, log } = aPrintLog()
    log.unread = ['of a newer app']
    const { store, saved } = await reportPage(['韦一'], desk)
    expect(await store.report(wishes)).toBeUndefined()
    expect(store.error).toEqual({ code: 'REPORT_ROSTER_UNREAD', params: { count: 1 } })
    expect(saved).toEqual([])
  })

  test('goes on once the roster was printed anew, also in the next session', async () => {
    const { desk, log, prints } = aPrintLog()
    log.unread = ['of a newer app']
    const { store, saved, pinia } = await reportPage(['韦一'], desk)
    await store.load()
    const look = useRosterStore(pinia).standingLook()
    const print = { id: 'anew', digest: store.rosterDigest, count: 1, at: 1, by: '黄采集', ...look }
    await useRosterPrintsStore(pinia).remember(print)
    expect(prints).toEqual([{ ...print, supersedes: ['of a newer app'] }])
    await store.report({ ...wishes, withoutRoster: false })
    expect(store.error).toBeUndefined()
    expect(saved).toHaveLength(1)
  })

  test('goes on once the clock was put right and the roster was printed again', async () => {
    const { desk, prints } = aPrintLog()
    const { store, pinia } = await reportPage(['韦一'], desk)
    await store.load()
    const look = useRosterStore(pinia).standingLook()
    const print = { digest: store.rosterDigest, count: 1, by: '黄采集', ...look }
    const rosters = useRosterPrintsStore(pinia)
    await rosters.remember({ ...print, id: 'ahead', digest: 'f'.repeat(64), at: 9 })
    await rosters.remember({ ...print, id: 'right', at: 1 })
    expect(prints.map(({ supersedes }) => supersedes)).toEqual([undefined, ['ahead']])
    await store.report({ ...wishes, withoutRoster: false })
    expect(store.error).toBeUndefined()
  })

  test('is refused with the reason when the log cannot be read, and not planned as it stood before', async () => {
    const { desk, log } = aPrintLog()
    const { store, saved } = await reportPage(['韦一'], desk)
    await store.load()
    log.failed = fail('STORAGE_READ_FAILED', { reason: 'AbortError' })
    expect(await store.report(wishes)).toBeUndefined()
    expect(store.error?.code).toBe('STORAGE_READ_FAILED')
    expect(saved).toEqual([])
  })
})

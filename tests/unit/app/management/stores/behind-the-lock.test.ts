import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { nothingOpen } from '#app/management/stores/sync/overview.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useStoreBackupStore } from '#app/management/stores/useStoreBackupStore.ts'
import { useTablesStore } from '#app/management/stores/useTablesStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import { joinedPage } from '#tests/support/joined-page.ts'
import { aPerson } from '#tests/support/people.ts'
import { aPaper, stubPrinters } from '#tests/support/printers.ts'
import { reportPage } from '#tests/support/report-page.ts'
import { tablesPage } from '#tests/support/tables-page.ts'

let opened: ReturnType<typeof stubPrinters>
beforeEach(() => {
  opened = stubPrinters()
})
afterEach(() => void vi.unstubAllGlobals())

/** 甲 on the desk of an open unit. */
async function aDesk() {
  const { pinia } = await reportPage(['甲', '乙'])
  const [units, desk, papers, paper] = [
    useUnitStore(pinia),
    useCaseStore(pinia),
    useCasePapersStore(pinia),
    usePaperStore(pinia),
  ]
  paper.standAt('cases')
  await desk.begin('id:甲')
  return { pinia, units, desk, papers, paper }
}
const totals = { kind: 'tables', title: 'a', tables: [] } as const
const missing = aPaper(['𫟦'])

describe('behind the lock', () => {
  test('nothing stays of the person on the desk, and their paper is not made to its end', async () => {
    const { units, desk, papers } = await aDesk()
    const shown = papers.showForm()
    opened[0]?.reply(aPaper())
    await shown
    expect([desk.contents.size, papers.preview]).toEqual([1, expect.anything()])
    const printing = papers.printForm()
    units.lock()
    await printing
    expect(opened[1]?.isEnded).toBe(true)
    expect(desk).toMatchObject({ key: '', opened: undefined, contents: new Map() })
    expect(papers.preview).toBeUndefined()
  })

  test('no paper is offered that was held back, and none begun that waited for its turn', async () => {
    const { units, papers, paper } = await aDesk()
    const printing = paper.print(totals, 'a.pdf')
    opened[0]?.reply(missing)
    await printing
    expect(paper.missing).toEqual(['𫟦'])
    units.lock()
    expect(paper.missing).toEqual([])
    await units.unlock('黄采集', '')
    const long = paper.print(totals, 'a.pdf')
    const waiting = papers.showForm()
    units.lock()
    await Promise.all([long, waiting])
    expect(opened).toHaveLength(2)
    expect(paper).toMatchObject({ isRunning: false, error: undefined })
  })

  test('nothing stays of a table that was read, nor of one that is still being read', async () => {
    const { read } = await tablesPage()
    const [units, store] = [useUnitStore(), useTablesStore()]
    await read([aPerson()])
    expect(store.preview).toBeDefined()
    units.lock()
    expect(store.preview).toBeUndefined()
    await units.unlock('黄采集', '')
    const reading = read([aPerson()])
    units.lock()
    await reading
    expect(store).toMatchObject({ preview: undefined, state: 'idle' })
  })

  test('nothing stays of the traffic with the server, nor comes of what was being looked up', async () => {
    const { pinia, rows } = await joinedPage()
    const [units, sync] = [useUnitStore(pinia), useUnitSyncStore(pinia)]
    await sync.refresh()
    sync.error = { code: 'SERVER_BUSY', params: { retryAfterSeconds: 30 } }
    expect(sync.overview).toMatchObject({ unsent: 1 })
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = { ...rows }
    Object.assign(rows, { get: (...asked: Parameters<typeof rows.get>) => promise.then(() => before.get(...asked)) })
    const [looking, noting] = [sync.refresh(), sync.note({ kind: 'connected' })]
    units.lock()
    resolve()
    await Promise.all([looking, noting])
    expect(sync).toMatchObject({
      state: undefined,
      overview: nothingOpen,
      isLoaded: false,
      error: undefined,
      lines: [],
    })
  })

  test('nothing stays of what a restored backup told of people', async () => {
    const { pinia, units } = await aDesk()
    const backups = Object.assign(useStoreBackupStore(pinia), {
      restored: { diverged: [{ caseId: 'id:甲', name: '甲' }] },
    })
    units.lock()
    expect(backups.restored).toBeUndefined()
  })
})

describe('a paper held back, or why one was not made', () => {
  test('is of its person and not of the next', async () => {
    const { desk, papers, paper } = await aDesk()
    const printing = papers.printForm()
    opened[0]?.reply(missing)
    await printing
    expect(paper.missing).toEqual(['𫟦'])
    await desk.begin('id:乙')
    expect(paper.missing).toEqual([])
    const failing = papers.printForm()
    opened[1]?.reply({ kind: 'failed', reason: 'full' })
    await failing
    expect(paper.error).toBeDefined()
    await desk.begin('id:甲')
    expect(paper.error).toBeUndefined()
    const left = papers.printForm()
    await desk.begin('id:乙')
    await left
    expect(opened[2]?.isEnded).toBe(true)
  })

  test('of the whole unit stands while people are looked at, on the page where it was asked for', async () => {
    const { desk, paper } = await aDesk()
    paper.standAt('roster')
    const printing = paper.print(totals, 'a.pdf')
    paper.standAt('cases')
    await desk.begin('id:乙')
    opened[0]?.reply(missing)
    await printing
    await desk.begin('id:甲')
    paper.standAt('roster')
    expect(paper.missing).toEqual(['𫟦'])
    paper.standAt('totals')
    expect(paper.missing).toEqual([])
  })
})

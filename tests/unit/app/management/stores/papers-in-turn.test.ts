import { afterEach, expect, test, vi } from 'vitest'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { aPaper, stubPrinters } from '#tests/support/printers.ts'
import { reportPage } from '#tests/support/report-page.ts'

afterEach(() => void vi.unstubAllGlobals())

/** The desk of a unit with two people, and what prints there. */
async function aDesk() {
  const opened = stubPrinters()
  const { pinia } = await reportPage(['甲', '乙'])
  return { opened, desk: useCaseStore(pinia), papers: useCasePapersStore(pinia), paper: usePaperStore(pinia) }
}
const roster = { kind: 'tables', title: 'a', tables: [] } as const

test('the form of the person before does not take the place of the next one’s, nor end its making', async () => {
  const { opened, desk, papers, paper } = await aDesk()
  await desk.begin('id:甲')
  const first = papers.showForm()
  await desk.begin('id:乙')
  const second = papers.showForm()
  opened[0]?.reply(aPaper())
  await first
  expect([papers.preview, paper.isRunning]).toEqual([undefined, true])
  opened[1]?.reply(aPaper())
  await second
  expect(papers.preview).toBeDefined()
  expect(paper.isRunning).toBe(false)
  expect(opened.map(({ isEnded }) => isEnded)).toEqual([true, true])
})

test('a form that comes when nobody is on the desk yet is not shown', async () => {
  const { opened, desk, papers } = await aDesk()
  await desk.begin('id:甲')
  const first = papers.showForm()
  const next = desk.begin('id:乙')
  await expect.poll(() => desk.key).toBe('id:乙')
  opened[0]?.reply(aPaper())
  await first
  expect(papers.preview).toBeUndefined()
  await next
})

test('a paper of the whole unit is made to its end before the form of a person in sight', async () => {
  const { opened, desk, papers, paper } = await aDesk()
  const long = paper.print(roster, 'a.pdf')
  await desk.begin('id:甲')
  const left = papers.showForm()
  await desk.begin('id:乙')
  const shown = papers.showForm()
  expect(opened).toHaveLength(1)
  opened[0]?.reply(aPaper(['𫟦']))
  await Promise.all([long, left])
  await expect.poll(() => opened.length).toBe(2)
  opened[1]?.reply(aPaper())
  await shown
  expect(papers.preview).toBeDefined()
  expect(paper.missing).toEqual(['𫟦'])
})

test('a form that waits for a long paper is not made once the next person is on the desk, nor after 取消', async () => {
  const { opened, desk, papers, paper } = await aDesk()
  const long = paper.print(roster, 'a.pdf')
  await desk.begin('id:甲')
  const left = papers.showForm()
  await desk.begin('id:乙')
  opened[0]?.reply(aPaper(['𫟦']))
  await Promise.all([long, left])
  const another = paper.print(roster, 'b.pdf')
  const waiting = papers.showForm()
  await expect.poll(() => opened.length).toBe(2)
  paper.cancel()
  await Promise.all([another, waiting])
  expect(opened).toHaveLength(2)
  expect(papers.preview).toBeUndefined()
})

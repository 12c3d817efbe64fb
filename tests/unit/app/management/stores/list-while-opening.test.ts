import { expect, test, vi } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { ok } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const atOnce = 200
const people = 3 * atOnce

/** Tells when lines are taken for the first time: a list takes them in slices, however fast the machine is. */
function tellWhenTaken<Line>(lines: readonly Line[], tell: () => void): readonly Line[] {
  const told = [...lines]
  let isTaken = false
  told.slice = (start, end) => {
    if (!isTaken) tell()
    isTaken = true
    return Array.prototype.slice.call(told, start, end)
  }
  return told
}

/** A unit with some hundred people, of whom something is told while their list is put together. */
async function openedWhile(then: (cases: ReturnType<typeof memoryCases>) => void) {
  const cases = memoryCases()
  const put = (caseId: string): void =>
    cases.put(caseId, { digest: 'a'.repeat(64), text: '', content: aSubmissionContent() }, [arrivalOf('a', 1)])
  for (let at = 0; at < people; at += 1) put(`id:${at}`)
  const pinia = await memoryUnit(cases)
  const [list, units] = [useCaseListStore(pinia), useUnitStore(pinia)]
  const { rows } = cases.storage
  let isRead = false
  Object.assign(cases.storage, {
    async rows() {
      const read = await rows()
      if (!read.ok || isRead) return read
      isRead = true
      return ok(tellWhenTaken(read.value, () => then(cases)))
    },
  })
  units.lock()
  // Each storage that is opened has its own listeners.
  cases.storage.onChange(() => undefined)
  await units.unlock('黄采集', '')
  return { cases, list, units }
}

test('what another tab writes while the list is put together is listed', async () => {
  const { list } = await openedWhile(({ change, rows }) => change([...rows.keys()][0] ?? '', { name: '改了名' }))
  await list.load()
  await expect.poll(() => list.byCaseId.get('id:0')?.name).toBe('改了名')
  expect(list.size).toBe(people)
})

test('a list that is put together when the store is locked is nobody’s', async () => {
  let lock = (): void => undefined
  const { list, units, cases } = await openedWhile(() => lock())
  lock = () => units.lock()
  expect(await list.load()).toBe(false)
  expect([units.status, list.isLoaded, list.size]).toEqual(['locked', false, 0])
  cases.change('id:0', { name: '改了名' })
  await new Promise((resolve) => setTimeout(resolve))
  expect(list.size).toBe(0)
  await units.unlock('黄采集', '')
  expect(await list.load()).toBe(true)
  expect([list.isLoaded, list.size]).toEqual([true, people])
})

test('a store that is asked for twice, or is open, is opened once', async () => {
  const cases = memoryCases()
  const openCases = vi.fn<() => typeof cases.storage>(() => cases.storage)
  const units = useUnitStore(await memoryUnit(cases, { desk: { openCases } }))
  units.lock()
  openCases.mockClear()
  await Promise.all([units.unlock('黄采集', ''), units.unlock('黄采集', '')])
  await units.unlock('黄采集', '')
  expect(openCases).toHaveBeenCalledOnce()
  units.lock()
  expect(units.status).toBe('locked')
})

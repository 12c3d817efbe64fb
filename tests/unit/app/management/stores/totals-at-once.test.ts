import { afterEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useTotalsStore } from '#app/management/stores/useTotalsStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useTotalsPapersStore } from '#app/management/stores/useTotalsPapersStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { startPeopleTotals } from '#app/platform/unit/people-totals.ts'
import type { TotalsReply, TotalsRequest, TotalsSetting } from '#app/platform/unit/totals-message.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const totals = { people: 1, rows: [], columns: [], cells: new Map() }

/** A worker that answers at once, as long as it runs. */
class FakeWorker extends EventTarget {
  isTerminated = false
  postMessage(request: TotalsRequest): void {
    if (request.kind === 'load') this.reply({ kind: 'loaded', job: request.job })
    if (request.kind === 'count') this.reply({ kind: 'counted', job: request.job, totals })
  }
  terminate(): void {
    this.isTerminated = true
  }
  reply(data: TotalsReply): void {
    if (!this.isTerminated) this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}
afterEach(() => vi.unstubAllGlobals())

/** Totals of one person over a worker that does nothing; what it was asked, in order. */
async function someTotals(behind: () => Result<Uint32Array> = () => ok(new Uint32Array()), isHere = true) {
  const asked: string[] = []
  /** What somebody does before the worker is there. */
  const starting = { meanwhile: (): void => undefined }
  const cases = memoryCases()
  const digest = 'a'.repeat(64)
  cases.put('a', { digest, text: '', content: aSubmissionContent({ record: aPerson() }) }, [arrivalOf('a', 1)])
  const worker = {
    isOver: () => false,
    setStates: () => void asked.push('states'),
    load: () => Promise.resolve(ok(undefined)),
    count() {
      asked.push('count')
      cases.change('a', { state: asked.length % 4 < 2 ? 'passed' : 'received' })
      return Promise.resolve(ok({}))
    },
    behind: () => Promise.resolve(behind()),
    close: () => undefined,
  }
  const storage = {
    ...cases.storage,
    places: () => Promise.resolve(ok(isHere ? [{ digest, block: 'b', position: 0 }] : [])),
  }
  const startTotals = () => {
    starting.meanwhile()
    return worker
  }
  const pinia = await memoryUnit({ ...cases, storage }, { desk: { startTotals } })
  const printed: unknown[] = []
  Object.assign(usePaperStore(pinia), { print: (of: unknown) => Promise.resolve(void printed.push(of)) })
  return { asked, starting, store: useTotalsStore(pinia), papers: useTotalsPapersStore(pinia), printed }
}

test('tables made together count the same people at one moment, whatever changes between two of them', async () => {
  const { asked, store } = await someTotals()
  const { people } = store
  const query = { row: 'age' }
  const made = store.countAll([query, query, query])
  const other = store.count()
  expect((await made)?.people).toEqual(people)
  await other
  expect(asked).toEqual(['states', 'count', 'count', 'count', 'states', 'count'])
})

const speech = { nameOf: String, valueOf: String, compare: () => () => 0 }

test('a paper names the people it counts, whomever somebody chooses to see meanwhile', async () => {
  const { starting, store, papers, printed } = await someTotals()
  store.choose('passed')
  expect(store.people).toHaveLength(0)
  starting.meanwhile = () => store.choose('all')
  await papers.print([], speech)
  expect(printed).toMatchObject([{ totals: { scope: '全部在册的人' } }])
})

test('a paper waits for the record of everybody it stands for, and says so', async () => {
  const { store, papers, printed } = await someTotals(undefined, false)
  await papers.print([], speech)
  expect(printed).toEqual([])
  expect(papers.error?.code).toBe('SYNC_PAYLOAD_MISSING')
  expect(store.missing).toBe(1)
  store.choose('passed')
  await papers.print([], speech)
  expect(papers.error).toBeUndefined()
  expect(printed).toHaveLength(1)
})

test('who stands behind a number is unknown, not nobody, when it cannot be counted', async () => {
  const { store } = await someTotals(() => fail('STORE_LOCKED', {}))
  await store.count()
  expect(await store.behind({ row: '1' })).toBeUndefined()
  expect(store.error?.code).toBe('STORE_LOCKED')
})

test('what was being gathered as the store was locked is given up, and counting goes on once it is open', async () => {
  vi.stubGlobal('window', {})
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  const cases = memoryCases()
  const digest = 'a'.repeat(64)
  cases.put('a', { digest, text: '', content: aSubmissionContent({ record: aPerson() }) }, [arrivalOf('a', 1)])
  const places: (() => void)[] = []
  const storage = {
    ...cases.storage,
    close: () => undefined,
    places: () => new Promise((settle) => places.push(() => settle(ok([{ digest, block: 'b', position: 0 }])))),
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- no fake worker looks at it
  const startTotals = () => startPeopleTotals({} as TotalsSetting)
  const pinia = await memoryUnit({ ...cases, storage }, { desk: { startTotals } })
  const [store, units] = [useTotalsStore(pinia), useUnitStore(pinia)]
  const gathered = store.count()
  await vi.waitFor(() => expect(places).toHaveLength(1))
  units.lock()
  await nextTick()
  expect(store.progress).toBeUndefined()
  places[0]?.()
  await gathered
  expect(store).toMatchObject({ answered: undefined, progress: undefined })
  await units.unlock('黄采集', '')
  await useCaseListStore(pinia).load()
  const again = store.count()
  await vi.waitFor(() => expect(places).toHaveLength(2))
  places[1]?.()
  await again
  expect(store).toMatchObject({ answered: { totals }, error: undefined })
})

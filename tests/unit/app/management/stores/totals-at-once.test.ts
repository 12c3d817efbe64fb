import { expect, test } from 'vitest'
import { useTotalsStore } from '#app/management/stores/useTotalsStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

/** Totals of one person over a worker that does nothing; what it was asked, in order. */
async function someTotals(behind: () => Result<Uint32Array> = () => ok(new Uint32Array())) {
  const asked: string[] = []
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
    places: () => Promise.resolve(ok([{ digest, block: 'b', position: 0 }])),
  }
  const pinia = await memoryUnit({ ...cases, storage }, { desk: { startTotals: () => worker } })
  return { asked, store: useTotalsStore(pinia) }
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

test('who stands behind a number is unknown, not nobody, when it cannot be counted', async () => {
  const { store } = await someTotals(() => fail('STORE_LOCKED', {}))
  await store.count()
  expect(await store.behind({ row: '1' })).toBeUndefined()
  expect(store.error?.code).toBe('STORE_LOCKED')
})

import { describe, expect, test } from 'vitest'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { reportPage } from '#tests/support/report-page.ts'

test('a roster keeps the columns it was asked for with, whatever is chosen while its people are read', async () => {
  const { pinia } = await reportPage(['韦一', '韦二'])
  const store = useRosterStore(pinia)
  const asked = store.standingLook()
  const printed: { readonly roster: { readonly columns: readonly string[]; readonly order: string } }[] = []
  const remembered: unknown[] = []
  Object.assign(usePaperStore(pinia), {
    print(of: (typeof printed)[number], _name: string, done: () => void) {
      printed.push(of)
      done()
      return Promise.resolve()
    },
  })
  Object.assign(useRosterPrintsStore(pinia), { remember: (of: unknown) => void remembered.push(of) })
  const printing = store.print()
  store.remove(0)
  store.order = 'unit'
  store.paper = asked.paper === 'a3' ? 'a4' : 'a3'
  await printing
  expect(printed[0]?.roster.columns).toHaveLength(asked.columns.length)
  expect(printed[0]?.roster.order).toBe(asked.order)
  expect(remembered).toMatchObject([asked])
})

test('more columns than the sheet has room for are not printed, until there are fewer or the sheet is larger', async () => {
  const { pinia } = await reportPage(['韦一'])
  const store = useRosterStore(pinia)
  const printed: unknown[] = []
  Object.assign(usePaperStore(pinia), { print: (of: unknown) => void printed.push(of) })
  while (store.mostColumns === undefined) {
    const [next] = store.offered
    if (!next) throw new Error('the columns are too few')
    store.add(next)
  }
  expect(store.columns).toHaveLength(store.mostColumns + 1)
  await store.print()
  expect(printed).toEqual([])
  store.paper = 'a3'
  expect(store.mostColumns).toBeUndefined()
  await store.print()
  expect(printed).toHaveLength(1)
})

test('the roster tells of how many people it was read, again and again while they are read', async () => {
  const { pinia, cases } = await reportPage(Array.from({ length: 230 }, (_, at) => `韦${at}`))
  const store = useRosterStore(pinia)
  const told: (readonly [boolean, number])[] = []
  const whole = { ...cases.storage }
  cases.storage.texts = async function* slowly(digests) {
    let at = 0
    for await (const text of whole.texts(digests)) {
      if (at % 100 === 50) told.push([store.isReading, store.read])
      at += 1
      yield text
    }
  }
  Object.assign(usePaperStore(pinia), { print: () => Promise.resolve(told.push([store.isReading, store.read])) })
  // What was told of the last one is no progress of this.
  store.read = 700
  await store.print()
  expect(told).toEqual([
    [true, 0],
    [true, 100],
    [false, 230],
  ])
})

/** Texts whose first reading waits to be let go of and then fails. */
async function firstReadingFails() {
  const { pinia, cases } = await reportPage(['韦一', '韦二'])
  const { promise, resolve } = Promise.withResolvers<void>()
  const whole = { ...cases.storage }
  let readings = 0
  cases.storage.texts = async function* waiting(digests) {
    readings += 1
    if (readings === 1) {
      await promise
      throw new Error('the database was let go of')
    }
    yield* whole.texts(digests)
  }
  return { store: useRosterStore(pinia), letGo: resolve }
}

describe('a sample of the roster', () => {
  test('that was asked for before the one that stands says nothing of it', async () => {
    const { store, letGo } = await firstReadingFails()
    const older = store.load()
    await store.load()
    expect(store.sample).toHaveLength(2)
    letGo()
    await older
    expect(store.error).toBeUndefined()
    expect(store.sample).toHaveLength(2)
  })

  test('is no progress of the roster that is printed meanwhile', async () => {
    const { pinia } = await reportPage(['韦一', '韦二'])
    const store = useRosterStore(pinia)
    store.read = 700
    await store.load()
    expect(store.read).toBe(700)
  })

  test('does not take away why the roster was not printed', async () => {
    const { store, letGo } = await firstReadingFails()
    const printing = store.print()
    const loading = store.load()
    letGo()
    await printing
    expect(store.error).toBeDefined()
    await loading
    await store.load()
    expect(store.error).toBeDefined()
  })
})

describe('a saved layout of a scheme that has changed since', () => {
  const known = { sheet: 'basic', field: 'name' }
  const gone = [
    { sheet: 'basic', field: 'formerPost' },
    { sheet: 'former', field: 'name' },
  ]

  test('keeps the columns there still are, and names those it had beside them', async () => {
    const { pinia } = await reportPage(['韦一', '韦二'])
    const store = useRosterStore(pinia)
    store.look({ columns: [...gone, known], order: 'unit', paper: 'a3' })
    expect(store.standingLook()).toEqual({ columns: [known], order: 'unit', paper: 'a3' })
    expect(store.dropped).toEqual(['basic.formerPost', 'former.name'])
    store.look({ columns: [known], order: 'unit', paper: 'a3' })
    expect(store.dropped).toEqual([])
  })

  test('is the usual one where nothing is left of it', async () => {
    const { pinia } = await reportPage(['韦一', '韦二'])
    const store = useRosterStore(pinia)
    const { columns } = store
    store.look({ columns: gone, order: 'pinyin', paper: 'a4' })
    expect(store.columns).toEqual(columns)
    expect(store.dropped).toHaveLength(2)
  })
})

import { describe, expect, test, vi } from 'vitest'
import { useDimensionNames } from '#app/management/composables/useDimensionNames.ts'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { useTotalsPapersStore } from '#app/management/stores/useTotalsPapersStore.ts'
import { useTotalsStore } from '#app/management/stores/useTotalsStore.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { reportPage } from '#tests/support/report-page.ts'

vi.mock(import('#app/platform/files/file-door.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  saveBlob: (fileName: string) => fileName,
}))

const { bundle } = await loadScheme()

/** A scheme whose tables can be had, or not, as a test says. */
function aSource() {
  const network = { isThere: false }
  const offline = fail('SCHEME_UNAVAILABLE', { reason: 'offline' })
  const scheme = {
    scheme: bundle.scheme,
    manifest: bundle.manifest,
    tableIds: Object.keys(bundle.tables),
    loadTable: (id: string) => Promise.resolve(network.isThere ? ok(bundle.tables[id]) : offline),
    loadRules: () => Promise.resolve(ok(bundle.rules)),
  }
  return { network, scheme }
}

async function aUnit() {
  const { network, scheme } = aSource()
  const { pinia } = await reportPage(['韦一', '韦二'], {}, { scheme })
  const printed: unknown[] = []
  Object.assign(usePaperStore(pinia), { print: (...of: unknown[]) => Promise.resolve(void printed.push(of)) })
  return { pinia, network, printed }
}
const missing = { code: 'SCHEME_UNAVAILABLE' }

describe('while a code table is not here, no bare codes are put on paper:', () => {
  test('no roster is printed, and why is told', async () => {
    const { pinia, network, printed } = await aUnit()
    const roster = useRosterStore(pinia)
    await roster.print()
    expect(printed).toEqual([])
    expect(roster).toMatchObject({ error: missing, isReading: false })
    network.isThere = true
    await roster.print()
    expect(roster.error).toBeUndefined()
    const people = [{ group: '女性' }, { group: '女性' }]
    expect(printed).toMatchObject([[{ roster: { people } }, expect.anything(), expect.anything()]])
  })

  test('no sample of a roster is shown either', async () => {
    const { pinia, network } = await aUnit()
    const roster = useRosterStore(pinia)
    await roster.load()
    expect(roster).toMatchObject({ sample: [], error: missing })
    network.isThere = true
    await roster.load()
    expect(roster.error).toBeUndefined()
    expect(roster.sample[0]).toContain('女性')
  })

  test('no totals are printed or exported', async () => {
    const { pinia, network, printed } = await aUnit()
    const totals = useTotalsStore(pinia)
    const { people } = totals
    const countAll = vi.fn<() => Promise<unknown>>(() =>
      Promise.resolve({ answers: [], people, scope: 'all', missing: 0 }),
    )
    Object.assign(totals, { countAll })
    const papers = useTotalsPapersStore(pinia)
    const speech = useDimensionNames('paper')
    await papers.print([], speech)
    await papers.save([], speech)
    expect(countAll).not.toHaveBeenCalled()
    expect(papers).toMatchObject({ error: missing, isBusy: false })
    network.isThere = true
    await papers.print([], speech)
    expect(papers.error).toBeUndefined()
    expect(printed).toHaveLength(1)
  })

  test('no form of a person is printed', async () => {
    const { pinia, network, printed } = await aUnit()
    const papers = useCasePapersStore(pinia)
    await useCaseStore(pinia).begin('id:韦一')
    await papers.printForm()
    expect(printed).toEqual([])
    expect(papers.error).toMatchObject(missing)
    network.isThere = true
    await papers.printForm()
    expect(papers.error).toBeUndefined()
    expect(printed).toHaveLength(1)
  })
})

test.each(['screen', 'paper'] as const)('a code that its table does not know is said to be one: %s', async (where) => {
  const { network, scheme } = aSource()
  const store = useSchemeStore(await pageStores({ scheme }))
  const { valueOf } = useDimensionNames(where)
  expect(valueOf('titles.titleLevel', '77')).toBe('77')
  network.isThere = true
  await store.prepareRules()
  expect(valueOf('titles.titleLevel', '77')).toBe('代码 77（现行代码表没有）')
  expect(valueOf('titles.titleLevel', '3')).not.toContain('代码')
  expect(valueOf('basic.employer', '北流市第一中学')).toBe('北流市第一中学')
  // What is hidden is written out, whatever the people are counted by.
  expect(valueOf('titles.titleLevel', '7\u202E7')).toBe('代码 7‹U+202E›7（现行代码表没有）')
  expect(valueOf('basic.employer', '一\u202E中')).toBe('一‹U+202E›中')
  expect(valueOf('basic.gone', '一\u202E中')).toBe('一‹U+202E›中')
})

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { useExportStore } from '#app/management/stores/useExportStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { useTotalsPapersStore } from '#app/management/stores/useTotalsPapersStore.ts'
import { useTotalsStore } from '#app/management/stores/useTotalsStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { ok } from '#core/errors/result.ts'
import { reportPage } from '#tests/support/report-page.ts'

const saved: string[] = []
vi.mock(import('#app/platform/files/file-door.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  saveBlob: (fileName: string) => {
    saved.push(fileName)
    return fileName
  },
}))
beforeEach(() => void saved.splice(0))

/** Everybody’s texts, whose reading waits until it is let go of. */
async function aUnit(desk: object = {}) {
  const { pinia, cases } = await reportPage(['韦一', '韦二'], desk)
  const { promise, resolve } = Promise.withResolvers<void>()
  const whole = { ...cases.storage }
  const read: string[] = []
  cases.storage.texts = async function* waiting(digests) {
    for await (const each of whole.texts(digests)) {
      await promise
      read.push(each.digest)
      yield each
    }
  }
  const printed: unknown[] = []
  Object.assign(usePaperStore(pinia), { print: (...of: unknown[]) => Promise.resolve(void printed.push(of)) })
  return { pinia, units: useUnitStore(pinia), printed, letGo: resolve }
}

describe.each([false, true])('what the lock found under way (unlocked again: %s)', (isUnlockedAgain) => {
  async function lock(units: ReturnType<typeof useUnitStore>): Promise<void> {
    units.lock()
    if (isUnlockedAgain) await units.unlock('黄采集', '')
  }

  test('is no roster that comes out of it', async () => {
    const { pinia, units, printed, letGo } = await aUnit()
    const roster = useRosterStore(pinia)
    const printing = roster.print()
    expect(roster.isReading).toBe(true)
    await lock(units)
    expect(roster.isReading).toBe(false)
    letGo()
    await printing
    expect(printed).toEqual([])
    expect(roster).toMatchObject({ error: undefined, isReading: false, read: 0 })
  })

  test('is no sample of the roster', async () => {
    const { pinia, units, letGo } = await aUnit()
    const roster = useRosterStore(pinia)
    const loading = roster.load()
    await lock(units)
    letGo()
    await loading
    expect(roster.sample).toEqual([])
  })

  test('is no export', async () => {
    let isClosed = false
    const worker = {
      async exportPeople(batches: AsyncIterable<readonly unknown[]>) {
        for await (const _ of batches);
        return ok(new Blob(['a table']))
      },
      close: () => void (isClosed = true),
    }
    const { pinia, units, letGo } = await aUnit({ openSpreadsheets: () => worker })
    const store = useExportStore(pinia)
    const exporting = store.run('csv')
    await vi.waitFor(() => expect(store.total).toBe(2))
    await lock(units)
    expect(store.isRunning).toBe(false)
    letGo()
    expect(await exporting).toBeUndefined()
    expect(isClosed).toBe(true)
    expect(store).toMatchObject({ error: undefined, isRunning: false })
  })

  test('is no table of totals, on paper or in a workbook', async () => {
    const { pinia, units, printed } = await aUnit()
    const { promise, resolve } = Promise.withResolvers<void>()
    const totals = useTotalsStore(pinia)
    const { people } = totals
    Object.assign(totals, { countAll: () => promise.then(() => ({ answers: [], people, scope: 'all', missing: 0 })) })
    const papers = useTotalsPapersStore(pinia)
    const speech = { nameOf: String, valueOf: String, compare: () => () => 0 }
    const making = [papers.print([], speech), papers.save([], speech)]
    await lock(units)
    resolve()
    await Promise.all(making)
    expect([printed, saved]).toEqual([[], []])
  })
})

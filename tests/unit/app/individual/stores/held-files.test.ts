import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { type FileOpener, useHeldFilesStore } from '#app/individual/stores/useHeldFilesStore.ts'

const router = createRouter({ history: createMemoryHistory(), routes: [] })
const aFile = (name: string): File => new File(['…'], name)

/** A page whose dialog is open, and doors that note what goes through them. */
function aPage() {
  const page = { isDialogOpen: true }
  vi.stubGlobal('document', { querySelector: () => (page.isDialogOpen ? {} : null) })
  const opened: string[] = []
  const doorOf =
    (door: string): FileOpener =>
    (files) => {
      opened.push(`${door}: ${files.map(({ name }) => name).join(' ')}`)
      return Promise.resolve()
    }
  const store = useHeldFilesStore(createPinia())
  const bring = (open: FileOpener, ...names: readonly string[]): Promise<void> =>
    store.openAfterDialogs({ files: names.map(aFile), router, open })
  return { page, opened, store, bring, person: doorOf('person'), unit: doorOf('unit') }
}

describe('files that come while a dialog is open', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('are all named, and all opened once it closed, those for one door together', async () => {
    const { page, opened, store, bring, person, unit } = aPage()
    const brought = [bring(unit, '1.rpu', '2.rpu'), bring(person, 'a.task'), bring(unit, '3.rpu')]
    expect(store.isToldOf).toBe(true)
    expect(store.names).toEqual(['1.rpu', '2.rpu', 'a.task', '3.rpu'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(opened).toEqual([])
    page.isDialogOpen = false
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(brought)
    expect(opened).toEqual(['unit: 1.rpu 2.rpu 3.rpu', 'person: a.task'])
    expect(store.names).toEqual([])
  })

  test('are not overtaken by what comes right after it closed', async () => {
    const { page, opened, bring, person, unit } = aPage()
    const brought = [bring(unit, '1.rpu')]
    await vi.advanceTimersByTimeAsync(0)
    page.isDialogOpen = false
    brought.push(bring(person, 'a.task'))
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(brought)
    expect(opened).toEqual(['unit: 1.rpu', 'person: a.task'])
  })

  test('are given up all together, and what comes then is opened', async () => {
    const { page, opened, store, bring, person } = aPage()
    const brought = [bring(person, 'a.task'), bring(person, 'b.task')]
    store.giveUp()
    expect(store.isToldOf).toBe(false)
    page.isDialogOpen = false
    brought.push(bring(person, 'c.task'))
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(brought)
    expect(opened).toEqual(['person: c.task'])
  })

  test('are opened though those before them could not be', async () => {
    const { page, opened, bring, person } = aPage()
    page.isDialogOpen = false
    const failing = bring(() => Promise.reject(new Error('not fetched')), '1.rpu')
    const next = bring(person, 'a.task')
    await expect(failing).rejects.toThrow('not fetched')
    await next
    expect(opened).toEqual(['person: a.task'])
  })

  test('are named as they are, whatever their names hide', () => {
    const { store, bring, person } = aPage()
    void bring(person, '名单\u202Eupr.task')
    expect(store.names).toEqual(['名单‹U+202E›upr.task'])
  })
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { asLongWork, isLongWorkUnderWay } from '#app/management/stores/long-work.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { stubPrinters } from '#tests/support/printers.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function heldWork() {
  let end: (value: number) => void = () => undefined
  let fail: (reason: Error) => void = () => undefined
  const work = asLongWork(
    () =>
      new Promise<number>((resolve, reject) => {
        end = resolve
        fail = reject
      }),
  )
  return { done: work(), end: (value: number) => end(value), fail: () => fail(new Error('full')) }
}

describe('long work', () => {
  test('is under way until the last of it has ended', async () => {
    expect(isLongWorkUnderWay()).toBe(false)
    const [one, other] = [heldWork(), heldWork()]
    one.end(1)
    expect(await one.done).toBe(1)
    expect(isLongWorkUnderWay()).toBe(true)
    other.fail()
    await expect(other.done).rejects.toThrow('full')
    expect(isLongWorkUnderWay()).toBe(false)
  })

  test('keeps nothing open for ever', async () => {
    const left = heldWork()
    const now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 29 * 60_000)
    expect(isLongWorkUnderWay()).toBe(true)
    clock.mockReturnValue(now + 31 * 60_000)
    expect(isLongWorkUnderWay()).toBe(false)
    left.end(0)
    await left.done
  })

  test('ends with the paper it waits for, also where that is cancelled', async () => {
    stubPrinters()
    const paper = usePaperStore(await pageStores({}))
    const done = asLongWork(() => paper.print({ kind: 'tables', title: 'a', tables: [] }, 'a.pdf'))()
    expect(isLongWorkUnderWay()).toBe(true)
    paper.cancel()
    await done
    expect(isLongWorkUnderWay()).toBe(false)
    expect(paper).toMatchObject({ isRunning: false, error: undefined, savedAs: '' })
  })
})

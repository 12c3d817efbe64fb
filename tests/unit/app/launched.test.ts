import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { openDropped, openLaunched } from '#app/launched.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'

const router = createRouter({ history: createMemoryHistory(), routes: [] })

/** A file the system opened, which is gone when it is read. */
const goneHandle = (name: string) => ({ name, getFile: () => Promise.reject(new DOMException('', 'NotFoundError')) })

const told = (): readonly string[] => useToasts().toasts.map(({ message }) => message)

describe('files that came to the page and cannot be had', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
    vi.stubGlobal('document', { querySelector: () => null })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('are told of by name when they were opened from the desktop', async () => {
    const setConsumer = vi.fn<(consumer: (params: { readonly files: readonly unknown[] }) => void) => void>()
    vi.stubGlobal('window', { launchQueue: { setConsumer } })
    openLaunched(router)
    setConsumer.mock.calls[0]?.[0]({ files: [goneHandle('任务.task'), goneHandle('备份.bak')] })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told()).toEqual([expect.stringContaining('“任务.task”、“备份.bak”')])
  })

  test('are told of when they were dropped and brought nothing', async () => {
    await openDropped([], router)
    expect(told()).toEqual([expect.stringContaining('先把文件存到电脑上')])
  })
})

import { afterEach, expect, it, vi } from 'vitest'
import { showRareCharacters } from '#app/platform/print/rare-on-screen.ts'

afterEach(() => vi.unstubAllGlobals())

it('leaves the screen as it is where it cannot be told which glyphs are on this device', async () => {
  vi.stubGlobal('navigator', { serviceWorker: { controller: {} } })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(showRareCharacters()).resolves.toBeUndefined()
})

it('asks for nothing where no worker makes the fonts', async () => {
  const fetching = vi.fn<typeof fetch>()
  vi.stubGlobal('navigator', { serviceWorker: { controller: null } })
  vi.stubGlobal('fetch', fetching)
  await showRareCharacters()
  expect(fetching).not.toHaveBeenCalled()
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { keptPart } from '#app/platform/parts/parts.ts'
import { type GlyphsKept, keepAllGlyphs } from '#app/platform/print/font-source.ts'

const packs = [
  { file: 'a.bin', bytes: 3, common: true, ranges: [] },
  { file: 'b.bin', bytes: 4, common: false, ranges: [] },
]

/** A device that fetches parts, and keeps them unless its disk is full, or gives none at all. */
function aDevice(disk: 'free' | 'full' | 'refused') {
  const kept = new Map<string, Response>()
  const fetched: string[] = []
  const cache = {
    match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
    async put(url: string, response: Response) {
      if (disk === 'full') throw new DOMException('no space', 'QuotaExceededError')
      kept.set(url, new Response(await response.text()))
    },
  }
  vi.stubGlobal('caches', {
    open: () =>
      disk === 'refused' ? Promise.reject(new DOMException('refused', 'SecurityError')) : Promise.resolve(cache),
  })
  vi.stubGlobal('fetch', (url: string) => {
    fetched.push(url)
    return Promise.resolve(url.endsWith('.json') ? Response.json(packs) : new Response('glyphs'))
  })
  return { fetched }
}

async function keepAll(): Promise<GlyphsKept | undefined> {
  let last: GlyphsKept | undefined
  await keepAllGlyphs({
    onProgress: (now) => (last = now),
    signal: new AbortController().signal,
    untilQuiet: () => Promise.resolve(),
  })
  return last
}

describe('a part of the app', () => {
  afterEach(() => void vi.unstubAllGlobals())

  test('is fetched once where it can be kept', async () => {
    const { fetched } = aDevice('free')
    for (const _ of [1, 2]) expect(await (await keptPart('parts', '/a')).text()).toBe('glyphs')
    expect(fetched).toEqual(['/a'])
  })

  test.each(['full', 'refused'] as const)('is had each time where the disk is %s', async (disk) => {
    const { fetched } = aDevice(disk)
    for (const _ of [1, 2]) expect(await (await keptPart('parts', '/a')).text()).toBe('glyphs')
    expect(fetched).toEqual(['/a', '/a'])
  })

  test('all glyphs are kept, or it is said that they are not', async () => {
    aDevice('free')
    expect(await keepAll()).toEqual({ keptBytes: 7, allBytes: 7 })
    aDevice('full')
    await expect(keepAll()).rejects.toThrow(TypeError)
  })
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { keptPart } from '#app/platform/parts/parts.ts'
import { type GlyphsKept, keepAllGlyphs } from '#app/platform/print/font-source.ts'
import { loadFontPack } from '#app/platform/print/kept-packs.ts'
import { writePack } from '#core/print/font-pack.ts'

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

describe('a pack of glyphs', () => {
  afterEach(() => void vi.unstubAllGlobals())

  const packOf = async (text: string): Promise<Response> => {
    const glyphOf = new Map([...text].map((char, glyph) => [char.codePointAt(0) ?? 0, glyph]))
    const outlines = [...text].map(() => new Uint8Array([1]))
    const bytes = writePack({ source: 'Noto', unitsPerEm: 1000, glyphOf, advances: outlines.map(() => 1), outlines })
    const body = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
    return new Response(await new Response(body).arrayBuffer())
  }
  const page = (): Response => new Response('<title>上网认证</title>', { headers: { 'Content-Type': 'text/html' } })
  const nonsense = (): Response => new Response('glyphs')
  const ranges = [0x4e00, 0x4e01]
  const load = async (): Promise<number> => (await loadFontPack({ file: 'a.pack', ranges })).glyphOf.size

  /** A device on which a network answers, once with each of these and then not at all. */
  function answering(answers: readonly Response[]) {
    const kept = new Map<string, Response>()
    const cache = {
      match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
      put: (url: string, response: Response) => Promise.resolve(void kept.set(url, response)),
    }
    vi.stubGlobal('caches', { open: () => Promise.resolve(cache) })
    const left = [...answers]
    vi.stubGlobal('fetch', () => {
      const next = left.shift()
      return next ? Promise.resolve(next) : Promise.reject(new TypeError('offline'))
    })
    return left
  }

  test('that is the page of a network to sign in at is not kept', async () => {
    answering([page(), await packOf('一丁')])
    await expect(load()).rejects.toThrow(TypeError)
    expect(await load()).toBe(2)
    expect(await load()).toBe(2)
  })

  test('that is none is fetched anew at once', async () => {
    answering([nonsense(), await packOf('一丁')])
    expect(await load()).toBe(2)
    expect(await load()).toBe(2)
  })

  test('of an earlier release is fetched anew, and does as long as it cannot be', async () => {
    const old = await packOf('一')
    answering([old.clone(), old, await packOf('一丁')])
    expect(await load()).toBe(1)
    expect(await load()).toBe(2)
    expect(await load()).toBe(2)
    answering([await packOf('一')])
    expect(await load()).toBe(1)
    expect(await load()).toBe(1)
  })
})

import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PrintReply, PrintRequest } from '#app/platform/print/print-message.ts'
import { writePack } from '#core/print/font-pack.ts'
import { a4Landscape } from '#core/print/paper.ts'

const noGlyphs = { source: 'Noto', unitsPerEm: 1000, glyphOf: new Map(), advances: [], outlines: [] }
const pack = gzipSync(writePack(noGlyphs))
const list = [{ file: 'common.pack', bytes: pack.length, common: true, ranges: [] }]

/** Where the app comes from; offline there is nothing of it. */
type Network = (url: string) => Promise<Response>
const online: Network = (url) =>
  Promise.resolve(url.endsWith('packs.json') ? Response.json(list) : new Response(new Uint8Array(pack)))

/** What the worker answers at last. */
async function answerTo(request: PrintRequest, network: Network): Promise<PrintReply> {
  vi.resetModules()
  vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('refused', 'SecurityError')) })
  vi.stubGlobal('fetch', network)
  return new Promise((resolve) => {
    vi.stubGlobal('postMessage', (reply: PrintReply) => {
      if (reply.kind !== 'progress') resolve(reply)
    })
    vi.stubGlobal('addEventListener', (_type: string, listen: (event: { readonly data: PrintRequest }) => void) =>
      listen({ data: request }),
    )
    void import('#app/platform/print/print-worker.ts')
  })
}

/** A table of so many rows on paper. */
const aTable = (rows: number): PrintRequest => ({
  kind: 'tables',
  title: 'long',
  tables: [
    {
      title: 'long',
      paper: a4Landscape,
      columns: [{ title: 'n', share: 1 }],
      rows: Array.from({ length: rows }, (_, index) => [String(index)]),
      boxes: [],
      marks: { note: 'n' },
    },
  ],
})

describe('the worker that prints', () => {
  afterEach(() => void vi.unstubAllGlobals())

  test('draws every page of a short paper, and counts those of a long one that it does not draw', async () => {
    const short = await answerTo(aTable(3), online)
    expect(short).toMatchObject({ kind: 'done', pageTotal: 1, preview: { pages: [{}] } })
    const long = await answerTo(aTable(2000), online)
    expect(long).toMatchObject({ kind: 'done', preview: { pages: [], fonts: [] } })
    expect(long.kind === 'done' && long.pageTotal).toBeGreaterThan(20)
  })
  test.each<[string, Network]>([
    ['cannot be fetched', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is not there', () => Promise.resolve(Response.json([], { status: 503 }))],
    ['is the page of a network that asks for a log-in', () => Promise.resolve(new Response('<html>'))],
  ])('says that parts are missing when the list of glyphs %s', async (_how, network) => {
    expect(await answerTo(aTable(1), network)).toEqual({ kind: 'partsMissing' })
  })
})

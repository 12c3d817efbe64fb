import * as v from 'valibot'
import { fetchPart, isPartKept, keptPart } from '#app/platform/parts/parts.ts'
import { type FontPack, type PackEntry, readPack } from '#core/print/font-pack.ts'

const cacheName = 'caibao-fonts'
const listSchema = v.array(
  v.object({ file: v.string(), bytes: v.number(), common: v.boolean(), ranges: v.array(v.number()) }),
)

/** Every pack there is, with the characters it holds. */
export async function listFontPacks(): Promise<readonly PackEntry[]> {
  const response = await fetchPart('/fonts/packs.json')
  return v.parse(listSchema, await response.json())
}

async function bodyOf(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { body } = await keptPart(cacheName, url)
  if (!body) throw new TypeError(url)
  return body
}

/** A pack, from this device when it was fetched before; throws a TypeError when it cannot be had. */
export async function loadFontPack({ file }: PackEntry): Promise<FontPack> {
  const unpacked = (await bodyOf(`/fonts/${file}`)).pipeThrough(new DecompressionStream('gzip'))
  return readPack(new Uint8Array(await new Response(unpacked).arrayBuffer()))
}

/** How much of all glyphs lies on this device. */
export interface GlyphsKept {
  readonly keptBytes: number
  readonly allBytes: number
}

/** What was fetched before. */
export async function glyphsKept(): Promise<GlyphsKept> {
  const packs = await listFontPacks()
  const known = await Promise.all(packs.map(({ file }) => isPartKept(cacheName, `/fonts/${file}`)))
  const sum = (entries: readonly PackEntry[]): number => entries.reduce((total, { bytes }) => total + bytes, 0)
  return { keptBytes: sum(packs.filter((_, index) => known[index])), allBytes: sum(packs) }
}

/** Fetches every pack that is not on this device yet, one after the other; until it is stopped; throws a TypeError when one cannot be had. */
export async function keepAllGlyphs(onProgress: (kept: GlyphsKept) => void, signal: AbortSignal): Promise<void> {
  for (const { file } of await listFontPacks()) {
    if (signal.aborted) return
    const body = await bodyOf(`/fonts/${file}`)
    await body.cancel()
    onProgress(await glyphsKept())
  }
}

import * as v from 'valibot'
import { fetchPart, isPartKept } from '#app/platform/parts/parts.ts'
import type { PackEntry } from '#core/print/font-pack.ts'
import { packBody, packCache } from './kept-packs.ts'

const listSchema = v.array(
  v.object({ file: v.string(), bytes: v.number(), common: v.boolean(), ranges: v.array(v.number()) }),
)

/** Every pack there is, with the characters it holds; throws when the list cannot be had. */
export async function listFontPacks(): Promise<readonly PackEntry[]> {
  const response = await fetchPart('/fonts/packs.json')
  if (!response.ok) throw new TypeError(`packs.json: ${response.status}`)
  return v.parse(listSchema, await response.json())
}

/** How much of all glyphs lies on this device. */
export interface GlyphsKept {
  readonly keptBytes: number
  readonly allBytes: number
}

const bytesOf = (packs: readonly PackEntry[]): number => packs.reduce((total, { bytes }) => total + bytes, 0)

async function missingOf(packs: readonly PackEntry[]): Promise<readonly PackEntry[]> {
  const known = await Promise.all(packs.map(({ file }) => isPartKept(packCache, `/fonts/${file}`)))
  return packs.filter((_, index) => !known[index])
}

/** The packs that were fetched before. */
export async function keptFontPacks(): Promise<readonly PackEntry[]> {
  const packs = await listFontPacks()
  const missing = new Set(await missingOf(packs))
  return packs.filter((pack) => !missing.has(pack))
}

/** What was fetched before. */
export async function glyphsKept(): Promise<GlyphsKept> {
  const packs = await listFontPacks()
  const allBytes = bytesOf(packs)
  return { keptBytes: allBytes - bytesOf(await missingOf(packs)), allBytes }
}

/** How packs are fetched. */
export interface GlyphFetching {
  readonly onProgress: (kept: GlyphsKept) => void
  readonly signal: AbortSignal
  /** Asked before each pack: whoever fetches in the background lets the person go first. */
  readonly untilQuiet: () => Promise<void>
}

/**
 * Fetches every pack that is not on this device yet, one after the other, until it is stopped; throws a TypeError when
 * one cannot be had, or kept.
 */
export async function keepAllGlyphs({ onProgress, signal, untilQuiet }: GlyphFetching): Promise<void> {
  const packs = await listFontPacks()
  const missing = await missingOf(packs)
  const allBytes = bytesOf(packs)
  let keptBytes = allBytes - bytesOf(missing)
  onProgress({ keptBytes, allBytes })
  for (const { file, bytes } of missing) {
    await untilQuiet()
    if (signal.aborted) return
    const url = `/fonts/${file}`
    const body = await packBody(url)
    if (!(await isPartKept(packCache, url))) throw new TypeError(`${url} cannot be kept`)
    await body.cancel()
    keptBytes += bytes
    onProgress({ keptBytes, allBytes })
  }
}

import { freshPart, keptPart } from '#app/platform/parts/parts.ts'
import { type FontPack, type PackEntry, readPack } from '#core/print/font-pack.ts'

/** Where packs are kept on this device. */
export const packCache = 'caibao-fonts'

/** A pack as it is served, gzip'd; from this device when it was fetched before, or it throws a TypeError. */
export async function packBody(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { body } = await keptPart(packCache, url)
  if (!body) throw new TypeError(url)
  return body
}

const unpacked = async (body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<FontPack> => {
  const bytes = await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
  return readPack(new Uint8Array(bytes))
}

async function freshPack(url: string): Promise<FontPack | undefined> {
  const { body } = await freshPart(packCache, url)
  return body ? unpacked(body) : undefined
}

/** Whether a pack holds as many characters as the list says it does. */
const isAsListed = ({ glyphOf }: FontPack, ranges: readonly number[]): boolean =>
  glyphOf.size === ranges.reduce((count, bound, at) => count + (at % 2 === 0 ? 1 - bound : bound), 0)

/**
 * A pack, from this device when it was fetched before; throws a TypeError when it cannot be had. What is kept under its
 * name may be of another release, or no pack at all: then it is fetched anew, and what is there does where it cannot be.
 */
export async function loadFontPack({ file, ranges }: Pick<PackEntry, 'file'> & Partial<PackEntry>): Promise<FontPack> {
  const url = `/fonts/${file}`
  const kept = await unpacked(await packBody(url)).catch(() => undefined)
  if (kept && (!ranges || isAsListed(kept, ranges))) return kept
  const pack = (await freshPack(url).catch(() => undefined)) ?? kept
  if (!pack) throw new TypeError(url)
  return pack
}

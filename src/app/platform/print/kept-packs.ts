import { keptPart } from '#app/platform/parts/parts.ts'
import { type FontPack, type PackEntry, readPack } from '#core/print/font-pack.ts'

/** Where packs are kept on this device. */
export const packCache = 'caibao-fonts'

/** A pack as it is served, gzip'd; from this device when it was fetched before, or it throws a TypeError. */
export async function packBody(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { body } = await keptPart(packCache, url)
  if (!body) throw new TypeError(url)
  return body
}

/** A pack, from this device when it was fetched before; throws a TypeError when it cannot be had. */
export async function loadFontPack({ file }: Pick<PackEntry, 'file'>): Promise<FontPack> {
  const unpacked = (await packBody(`/fonts/${file}`)).pipeThrough(new DecompressionStream('gzip'))
  return readPack(new Uint8Array(await new Response(unpacked).arrayBuffer()))
}

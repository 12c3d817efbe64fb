import { signFileInParts, type SignText } from '#core/signed/sign-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { countersign } from './countersign.ts'
import { gzipLines, type Line } from './lines.ts'
import { merkleRoot, type Sha256 } from './merkle.ts'
import { type ManifestContent, manifestKind } from './pack.ts'

/** What a pack is made of: what the unit says, and the submissions in the order of their digests. */
export interface PackSource {
  readonly manifest: Omit<ManifestContent, 'count' | 'root'>
  /** Texts of verified `.rpu` files, in the order of `manifest.submissions`. */
  readonly submissions: AsyncIterable<string>
  readonly key: SigningKey
  /** How hashes are made and the manifest is signed; by Web Crypto when nothing is said. */
  readonly by?: { readonly sha256: Sha256; readonly sign: SignText }
  /** Told after each line how many submissions were written. */
  readonly onProgress?: (written: number) => void
}

/** A pack before it is packed: the manifest is ready, the lines follow as they are read. */
export interface PackLines {
  readonly manifest: ManifestContent
  /** The manifest as it was signed: the first line, in parts end to end. */
  readonly manifestParts: readonly string[]
  readonly lines: AsyncIterable<Line>
}

/** A pack on its way: the manifest is ready, the rest follows as the stream is read. */
export interface WrittenPack extends Omit<PackLines, 'lines'> {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
}

/** The lines of a pack: the signed manifest, then each submission with the unit's countersignature. */
export async function packLines({ manifest, submissions, key, by, onProgress }: PackSource): Promise<PackLines> {
  const { submissions: digests } = manifest
  const content: ManifestContent = { ...manifest, count: digests.length, root: await merkleRoot(digests, by?.sha256) }
  const first = await signFileInParts(manifestKind, content, key, { indent: 0, ...by })

  // Let go of once it is written: what follows takes long.
  const pending = [first]

  async function* lines(): AsyncGenerator<Line, void> {
    yield* pending.splice(0)
    let written = 0
    for await (const text of submissions) {
      yield await countersign(text, key)
      written += 1
      onProgress?.(written)
    }
  }
  return { manifest: content, manifestParts: first, lines: lines() }
}

/** Writes a pack, by the web's own streams. */
export async function writePack(source: PackSource): Promise<WrittenPack> {
  const { lines, ...pack } = await packLines(source)
  return { ...pack, stream: gzipLines(lines) }
}

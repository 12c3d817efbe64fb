import { sha256Hex } from '#core/submission/digest.ts'
import { bytesOfParts } from '#core/signed/bytes-of-parts.ts'
import { type ManifestContent, manifestKind } from './pack.ts'

/** Digest of a manifest: the name of its pack, as its readers find it. */
export function manifestDigest(content: ManifestContent): Promise<string> {
  return sha256Hex(bytesOfParts(manifestKind.canonicalParts?.(content) ?? []))
}

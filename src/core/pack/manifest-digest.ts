import canonicalize from 'canonicalize'
import { sha256Hex } from '#core/submission/digest.ts'
import type { ManifestContent } from './pack.ts'

/** Digest of a manifest: the name of its pack, as its readers find it. */
export function manifestDigest(content: ManifestContent): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalize(content)?.normalize('NFC') ?? ''))
}

import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { ManifestContent } from '#core/pack/pack.ts'

type Merged = NonNullable<ManifestContent['merged']>

/**
 * What a pack says of those below that went into it: the one that came last of each unit. A list of all that ever came
 * grows with every report of every unit, until no reader takes a manifest of that length.
 */
export function mergedOf(packs: readonly StoredPack[]): Merged {
  const newest = new Map<string, StoredPack>()
  for (const pack of packs) {
    const { orgCode } = pack.unit
    const known = newest.get(orgCode)
    if (pack.kind === 'received' && (!known || pack.at > known.at)) newest.set(orgCode, pack)
  }
  return Array.from(newest.values(), ({ unit, digest, count }) => ({ unit, digest, count }))
}

import { makePace } from '#app/platform/clock/breathe.ts'
import type { TextPlace } from '#app/platform/unit/text-block.ts'

/** Where a payload lies. */
export interface PlacedText extends TextPlace {
  readonly digest: string
}

/** Where these texts lie, in the order of the disk: put together by block, of which there are far fewer to sort. */
export async function inOrder(
  digests: Iterable<string>,
  places: ReadonlyMap<string, TextPlace>,
): Promise<readonly PlacedText[]> {
  const pace = makePace()
  const blocks = new Map<string, PlacedText[]>()
  for (const digest of digests) {
    const place = places.get(digest)
    if (!place) continue
    const placed = { digest, ...place }
    const block = blocks.get(place.block)
    if (block) block.push(placed)
    else blocks.set(place.block, [placed])
    await pace()
  }
  const ordered: PlacedText[] = []
  for (const [, placed] of [...blocks].sort(([a], [b]) => (a < b ? -1 : 1))) {
    ordered.push(...placed.sort((a, b) => a.position - b.position))
    await pace()
  }
  return ordered
}

import * as v from 'valibot'
import { placeOfBlock, type TextBlock } from '#app/platform/unit/text-block.ts'
import type { Vault } from '#app/platform/unit/vault.ts'
import type { CaseChange, NewText } from './case-change.ts'
import { keptSchema } from './sealed-blocks.ts'

/** Changes and the blocks they need, when nothing may be stored that does not count. */
export interface NeededBlocks {
  readonly changes: readonly CaseChange[]
  readonly blocks: readonly TextBlock[]
}

/** Texts that a change speaks of, by block. */
function spokenOf(changes: readonly CaseChange[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { texts } of changes) {
    for (const text of texts) if ('place' in text) counts.set(text.place.block, (counts.get(text.place.block) ?? 0) + 1)
  }
  return counts
}

/**
 * Blocks whose every text counts are written as they came from the worker; of others the texts that count are taken
 * out: files that were received before leave nothing on the disk.
 */
export async function neededBlocks(
  vault: Vault,
  changes: readonly CaseChange[],
  blocks: readonly TextBlock[],
): Promise<NeededBlocks> {
  // The texts of a pack are on the disk already.
  if (blocks.length === 0) return { changes, blocks }
  const spoken = spokenOf(changes)
  const isWhole = ({ id, digests }: TextBlock): boolean => spoken.get(id) === digests.length
  const opened = new Map<string, v.InferOutput<typeof keptSchema>>()
  for (const block of blocks.filter((each) => !isWhole(each) && spoken.has(each.id))) {
    opened.set(block.id, v.parse(keptSchema, await vault.open(placeOfBlock(block.id), block.sealed)))
  }
  if (opened.size === 0) return { changes, blocks: blocks.filter(isWhole) }
  const takenOut = (text: NewText): NewText => {
    const kept = 'place' in text ? opened.get(text.place.block)?.[text.place.position] : undefined
    return kept ? { digest: text.digest, ...kept } : text
  }
  return {
    changes: changes.map(({ texts, ...change }) => ({ ...change, texts: texts.map(takenOut) })),
    blocks: blocks.filter(isWhole),
  }
}

import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import { afterPack, type Reported } from '#core/review/reported.ts'

/** Packs of this unit, as far as they tell what no trail says. */
export type TellingPacks = readonly Pick<StoredPack, 'digest' | 'at' | 'unsaid'>[]

/**
 * What the level above has of somebody, also where the trail cannot say it: who passed with something newer while the
 * pack was written is reported with that by the next one. Set aside before, they would stand above for good.
 */
export function makeHeldUnsaid(packs: TellingPacks) {
  const held = Map.groupBy(
    packs.flatMap(({ digest: pack, at, unsaid = [] }) =>
      unsaid.map(({ caseId, digest }) => ({ caseId, step: { kind: 'reported', digest, pack } as const, at })),
    ),
    ({ caseId }) => caseId,
  )
  return (caseId: string, said: Reported | undefined): Reported | undefined => {
    let known = said
    for (const { step, at } of held.get(caseId) ?? []) {
      if (!known?.ever.includes(step.digest)) known = afterPack(known, step, at)
    }
    return known
  }
}

import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import { afterPack, type Reported } from '#core/review/reported.ts'

/** Packs of this unit, as far as they tell what no trail says. */
export type TellingPacks = readonly Pick<StoredPack, 'digest' | 'at' | 'unsaid'>[]

/** How much of somebody ever went up, by what is said. */
export const everSaid = (said: Reported | undefined): number => said?.ever.length ?? 0

/**
 * What the level above has of somebody, also where the trail cannot say it: who passed with something newer while the
 * pack was written is reported with that by the next one. Set aside before, they would stand above for good. Once a later
 * report is said of them, that took its place above: only what ever went up still tells of it.
 */
export function makeHeldUnsaid(packs: TellingPacks) {
  const held = packs.flatMap(({ digest: pack, at, unsaid = [] }) =>
    unsaid.map(({ caseId, digest, ever = Infinity }) => ({
      caseId,
      step: { kind: 'reported', digest, pack } as const,
      at,
      ever,
    })),
  )
  const byCase = new Map<string, typeof held>()
  for (const each of held) byCase.set(each.caseId, [...(byCase.get(each.caseId) ?? []), each])
  return (caseId: string, said: Reported | undefined): Reported | undefined => {
    let known = said
    for (const { step, at, ever } of byCase.get(caseId) ?? []) {
      if (known?.ever.includes(step.digest)) continue
      known =
        known && everSaid(said) > ever ? { ...known, ever: [...known.ever, step.digest] } : afterPack(known, step, at)
    }
    return known
  }
}

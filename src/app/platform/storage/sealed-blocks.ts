import * as v from 'valibot'
import { type ReviewEvent, reviewEventSchema } from '#core/review/review-event.ts'
import { type KeptText, placeOfBlock } from '#app/platform/unit/text-block.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import type { CaseLine } from './case-pages.ts'
import type { UnitDatabase } from './unit-database.ts'

/** Shape of a block of texts. */
export const keptSchema = v.array(v.strictObject({ text: v.string(), original: v.exactOptional(v.string()) }))
const eventsSchema = v.array(reviewEventSchema)

/** What a block of steps is sealed to. */
export const placeOfSteps = (id: string): string => `steps:${id}`

/** Keeps the last few that were opened: neighbours are asked for one after the other. */
function remembering<T>(most: number, open: (id: string) => Promise<T>) {
  const opened = new Map<string, Promise<T>>()
  return (id: string): Promise<T> => {
    const known = opened.get(id)
    opened.delete(id)
    const opening = known ?? open(id)
    opened.set(id, opening)
    if (!known) opening.catch(() => opened.delete(id))
    const [oldest] = opened.keys()
    if (opened.size > most && oldest !== undefined) opened.delete(oldest)
    return opening
  }
}

function byCase(events: readonly ReviewEvent[]): ReadonlyMap<string, readonly ReviewEvent[]> {
  const steps = new Map<string, ReviewEvent[]>()
  for (const event of events) {
    const known = steps.get(event.caseId)
    if (known) known.push(event)
    else steps.set(event.caseId, [event])
  }
  return steps
}

/** Opens a block of texts as it lies on the disk. */
export async function openTextBlock(
  { texts }: Pick<UnitDatabase, 'texts'>,
  vault: Pick<Vault, 'open'>,
  id: string,
): Promise<readonly KeptText[]> {
  const stored = await texts.get(id)
  if (!stored) throw new SealBroken(placeOfBlock(id))
  return v.parse(keptSchema, await vault.open(placeOfBlock(id), stored['sealed']))
}

/** Opens blocks of texts and of steps; those of ten thousand people mostly stay at hand. */
export function makeSealedBlocks(database: UnitDatabase, vault: Vault) {
  const { steps } = database
  const openTexts = remembering(48, (id) => openTextBlock(database, vault, id))
  const openSteps = remembering<ReadonlyMap<string, readonly ReviewEvent[]>>(128, async (id) => {
    const stored = await steps.get(id)
    if (!stored) throw new SealBroken(placeOfSteps(id))
    return byCase(v.parse(eventsSchema, await vault.open(placeOfSteps(id), stored['sealed'])))
  })
  return {
    texts: openTexts,
    /** Every payload of a case, with its digest. */
    async filesOf(line: CaseLine | undefined) {
      const files: (KeptText & { readonly digest: string })[] = []
      for (const [digest, block, position] of line?.texts ?? []) {
        const kept = (await openTexts(block))[position]
        if (kept) files.push({ digest, ...kept })
      }
      return files
    },
    /** Every step of a case, in its order. */
    async trailOf(line: CaseLine | undefined): Promise<readonly ReviewEvent[]> {
      const events: ReviewEvent[] = []
      for (const id of line?.steps ?? []) events.push(...((await openSteps(id)).get(line?.row.caseId ?? '') ?? []))
      return events
    },
  }
}

import * as v from 'valibot'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlipContent } from '#core/return-slip/return-slip.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { fitsOnPaper, slipToFragment } from '#core/return-slip/slip-link.ts'

const slipSchema = v.object({ id: v.string(), text: v.string() })

/** A return slip as it was made here. */
export interface KeptSlip {
  readonly text: string
  /** What it says; nothing when its signature does not hold. */
  readonly content: ReturnSlipContent | undefined
  /** Short enough to be read from paper, or empty. */
  readonly link: string
}

/** Name of the last slip of a case, as its trail tells it. */
export function nameOfSlip(trail: readonly ReviewEvent[]): string | undefined {
  const made = [...trail].reverse().find(({ step }) => step.kind === 'returned')?.step
  return made?.kind === 'returned' ? made.slip : undefined
}

/** Reads a slip the unit made, by its name; nothing when another device made it. `page` opens links of slips. */
export async function readKeptSlip(kept: KeptStorage, id: string, page: string): Promise<Result<KeptSlip | undefined>> {
  const found = await kept.one('returnSlip', id, slipSchema)
  if (!found.ok || found.value === undefined) return found.ok ? ok(undefined) : found
  const { text } = found.value
  const read = await readReturnSlip(text)
  const links = await Promise.all([false, true].map((isBare) => slipToFragment(text, isBare)))
  const link = links.map((fragment) => `${page}${fragment}`).find(fitsOnPaper) ?? ''
  return ok({ text, content: read.ok ? read.value.content : undefined, link })
}

import * as v from 'valibot'
import type { CaseRow, Findings } from '#core/review/case-row.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import type { CaseSync } from '#core/sync/case-sync.ts'
import { unitSchema } from '#core/unit/unit.ts'
import type { TextBlock, TextPlace } from '#app/platform/unit/text-block.ts'
import type { StoredRow } from './caibao-database.ts'

/** A payload of a case: the text itself, or where it lies in a block that is or will be written. */
export type NewText =
  | { readonly digest: string; readonly text: string; readonly original?: string }
  | { readonly digest: string; readonly place: TextPlace }

/** What one step or more makes of a case: the trail grows, its line follows, payloads are kept. */
export interface CaseChange {
  readonly events: readonly ReviewEvent[]
  readonly row: CaseRow
  readonly texts: readonly NewText[]
  /** Id of the step that whoever planned this saw as the last; `''` before the first. */
  readonly onto?: string
  /** `events` are the whole trail, put in the order of the server, in place of the one that stands. */
  readonly isWhole?: boolean
  /**
   * Nothing was done but the payload of `row` checked again: its line says so, unless another payload counts by now. With
   * `onto`, `row` is folded anew from the trail up to that step.
   */
  readonly findings?: Findings
  /** What is known of the case and its server from now on. */
  readonly sync?: CaseSync
}

/** Shape of a pack in the store. */
export const packSchema = v.object({
  digest: v.string(),
  kind: v.picklist(['received', 'reported']),
  unit: unitSchema,
  count: v.number(),
  fileName: v.string(),
  at: v.number(),
  /** Manifest as it was signed: what proofs of inclusion and later packs of changes are made from. */
  manifest: v.exactOptional(v.string()),
  /** The pack is written, and not all of its people are marked as reported yet. */
  isMarking: v.exactOptional(v.literal(true)),
  /**
   * Of a reported one: what it holds of people who had passed with something newer before they were marked, and how much
   * had ever gone up of each by then; absent in packs from before it was kept.
   */
  unsaid: v.exactOptional(
    v.array(v.object({ caseId: v.string(), digest: v.string(), ever: v.exactOptional(v.number()) })),
  ),
  /** Digest of the stamped roster that belongs to it. */
  rosterDigest: v.exactOptional(v.string()),
  /** Of a received one: thumbprint of the key that signed it. */
  signer: v.exactOptional(v.string()),
  /** Of a received one: when its unit made it. */
  createdAt: v.exactOptional(v.string()),
  /** Of a received one: the pack it went on from. */
  since: v.exactOptional(v.string()),
  /** Of a received one: last day of the certificate this unit gave that key. */
  certifiedUntil: v.exactOptional(v.string()),
})

/** A pack that came from below or went up. */
export type StoredPack = v.InferOutput<typeof packSchema>

/** What is written in the same transaction as the steps. */
export interface AlongWith {
  /** Sealed texts that the changes speak of. */
  readonly blocks?: readonly TextBlock[]
  /** Blocks written before that count from now on. */
  readonly staged?: readonly string[]
  /** How far the receiving in progress came. */
  readonly receiving?: StoredRow
  /** What of the traffic with the server is as far as these changes. */
  readonly sync?: readonly StoredRow[]
  /** Rows of that traffic that are done with. */
  readonly settled?: readonly string[]
}

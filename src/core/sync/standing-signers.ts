import { appendEvent, digestOfPerson, type ReviewCase, type RevisionRank } from '../review/review-case.ts'
import type { ReviewEvent } from '../review/review-event.ts'
import { othersThan } from '../review/whose-case.ts'

/** Which of two arrivals is newer, without the digest that settles it where both are equal. */
export type ToldRank = Required<Omit<RevisionRank, 'digest'>>

/** What a step says to the server, which reads no sealed file. */
export interface ToldToServer {
  /** By whose key the revision was signed that arrived, or counts after this step. */
  readonly signer: string
  /**
   * Of an arrival. The server moves a case by the highest count it knows: one that changes nothing by itself, as it names
   * another person (M03), is told as older than whatever is there; one that counts below somebody else's, who was not
   * chosen, as newer. Of a choice between two people: that of the one chosen, whose file may be on no server; one among
   * submissions of the same person has none.
   */
  readonly rank?: ToldRank
}

const oldest: ToldRank = { revision: 0, corrections: 0 }

/** Which is higher, without the order of digests: the server may hold another one against it. */
const differenceOf = (one: ToldRank, other: ToldRank): number =>
  one.revision === other.revision ? one.corrections - other.corrections : one.revision - other.revision

/** What is told of an arrival beside the highest that the server was told before. */
function rankBeside(own: ToldRank, top: ToldRank, isMoved: boolean): ToldRank {
  const difference = differenceOf(own, top)
  if (isMoved) return difference > 0 ? own : { ...top, corrections: top.corrections + 1 }
  return difference < 0 ? own : oldest
}

/** What is told of a choice: who counted before is somebody else than who counts now. */
function rankOfChoice(before: ReviewCase | undefined, after: ReviewCase | undefined): { readonly rank?: ToldRank } {
  if (!before || !after) return {}
  const [left, arrived] = [digestOfPerson(before), digestOfPerson(after)]
  if (!othersThan(after, arrived).some(({ digest }) => digest === left)) return {}
  const chosen = after.revisions.find(({ digest }) => digest === arrived)
  return chosen ? { rank: { revision: chosen.revision, corrections: chosen.corrections } } : {}
}

const signerOfStanding = (standing: ReviewCase | undefined): string =>
  standing?.revisions.find(({ digest }) => digest === digestOfPerson(standing))?.signer ?? ''

/** The same for each step of a trail, when it was taken. */
export function toldToServer(trail: readonly ReviewEvent[]): readonly ToldToServer[] {
  let top: ToldRank | undefined
  let standing: ReviewCase | undefined
  return trail.map((event) => {
    const { step } = event
    const before = standing
    const next = appendEvent(before, event)
    if (next.ok) standing = next.value
    const signer = signerOfStanding(standing)
    if (step.kind === 'chosen') return { signer, ...rankOfChoice(before, standing) }
    if (step.kind !== 'received') return { signer }
    const own = { revision: step.revision, corrections: step.corrections ?? 0 }
    const isMoved = standing?.standing !== before?.standing
    const rank = top ? rankBeside(own, top, isMoved) : own
    if (isMoved) top = rank
    return { signer: step.signer, rank }
  })
}

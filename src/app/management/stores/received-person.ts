import type { ArrivalKind } from '#core/review/classify-arrival.ts'

/** What a clerk should look at beside the kind of an arrival. */
export type ArrivalNote = 'otherDevice' | 'answersReturn' | 'foreignUnit' | 'M03' | 'M04' | 'disputed'

/** What one submission of a file became. */
export interface ReceivedPerson {
  readonly caseId: string
  readonly name: string
  /** How it came; or that its unit no longer reports the person. */
  readonly kind: ArrivalKind | 'withdrawn'
  readonly notes: readonly ArrivalNote[]
  readonly digest: string
  /** The payload that counted before, if this one took its place. */
  readonly before?: string
}

import type { ArrivalKind } from '#core/review/classify-arrival.ts'
import type { PlannedWithdrawal } from '#core/review/plan-withdrawal.ts'

/** What a clerk should look at beside the kind of an arrival. */
export type ArrivalNote =
  | 'otherDevice'
  | 'rival'
  | 'answersReturn'
  | 'foreignUnit'
  | 'lowerUnit'
  | 'M02'
  | 'M03'
  | 'M04'
  | 'disputed'
  | 'setAside'
  | 'takenBack'

/** What one submission of a file became. */
export interface ReceivedPerson {
  readonly caseId: string
  readonly name: string
  /** How it came; or what became of a person whom a unit below no longer reports. */
  readonly kind: ArrivalKind | PlannedWithdrawal['kind']
  readonly notes: readonly ArrivalNote[]
  /** The earlier version of the scheme it was made with. */
  readonly earlier?: string
  readonly digest: string
  /** The payload that counted before, if this one took its place. */
  readonly before?: string
}

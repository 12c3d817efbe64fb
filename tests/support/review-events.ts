import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'

/** A trail from its steps, in their order, or what continues one. */
export function aTrail(
  steps: readonly ReviewStep[],
  from = 1,
  caseId = 'id:452526197904182627',
): readonly ReviewEvent[] {
  return steps.map((step, index) => ({
    id: `9b2d7f6e-1c7e-4e0b-8d9c-${String(index).padStart(12, '0')}`,
    caseId,
    sequence: from + index,
    at: 1_780_000_000_000 + index,
    by: '黄采集',
    step,
  }))
}

/** The step of a submission's arrival; the letter stands for its digest. */
export function arrivalOf(letter: string, revision: number): Extract<ReviewStep, { kind: 'received' }> {
  return { kind: 'received', digest: letter.repeat(64), revision, signer: 'device', file: `r${revision}.rpu` }
}

import type { Result } from '#core/errors/result.ts'
import type { MatchedSlip } from './useReturnSlipStore.ts'

/**
 * What becomes of a return slip that came over the network: it is kept; it is left, because it is not for a submission
 * of this device or not of the unit; it stays with the server, because its record is locked or cannot be read now; or it
 * stays there until the task is here by which alone it is told whether its signer is the unit.
 */
export type SlipFate = 'keep' | 'leave' | 'later' | 'untilTask'

const fateByTrust = { task: 'keep', unknown: 'untilTask', other: 'leave' } as const

/** Decides by what was found of the slip. */
export function slipFate(read: Result<MatchedSlip>): SlipFate {
  if (read.ok) return fateByTrust[read.value.trust]
  const { code } = read.error
  return code === 'RETURN_SLIP_UNMATCHED' || code.startsWith('SIGNED_FILE_') ? 'leave' : 'later'
}

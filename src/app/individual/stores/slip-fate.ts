import type { Result } from '#core/errors/result.ts'
import type { MatchedSlip } from './useReturnSlipStore.ts'

/**
 * What becomes of a return slip that came over the network: it is kept; it is left, because it is not for a submission
 * of this device or not of the unit; or it stays with the server, because its record is locked or cannot be read now.
 */
export type SlipFate = 'keep' | 'leave' | 'later'

/** Decides by what was found of the slip. */
export function slipFate(read: Result<MatchedSlip>): SlipFate {
  if (read.ok) return read.value.trust === 'task' ? 'keep' : 'leave'
  const { code } = read.error
  return code === 'RETURN_SLIP_UNMATCHED' || code.startsWith('SIGNED_FILE_') ? 'leave' : 'later'
}

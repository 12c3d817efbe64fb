import type { AppError } from '#core/errors/error-code.ts'
import type { CaseSync } from '#core/sync/case-sync.ts'

/** Why a case does not follow the server any more. */
export type StopReason = NonNullable<CaseSync['stopped']>

/** What is told of it. */
export const stopErrors: { readonly [R in StopReason]: AppError } = {
  unreadable: { code: 'SYNC_STEP_UNREADABLE', params: {} },
  differs: { code: 'SYNC_TRAIL_DIFFERS', params: {} },
  payload: { code: 'SYNC_PAYLOAD_MISSING', params: {} },
  erased: { code: 'SYNC_CASE_ERASED', params: {} },
}

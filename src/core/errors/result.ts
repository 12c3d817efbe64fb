import type { AppError, ErrorCode, ErrorParams } from './error-code.ts'

/** Outcome of an operation that can fail in ways the caller must answer for. */
export type Result<T, E extends AppError = AppError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

/** Wraps a success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** Wraps an expected failure: a stable code and the facts its message needs. */
export function fail<C extends ErrorCode>(
  code: C,
  params: ErrorParams[C],
): { readonly ok: false; readonly error: { readonly code: C; readonly params: ErrorParams[C] } } {
  return { ok: false, error: { code, params } }
}

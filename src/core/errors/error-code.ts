/**
 * Every error a person can meet, by its stable code, with the facts its message needs.
 * A code is never reused for another meaning.
 */
export interface ErrorParams {
  readonly FILE_TOO_LARGE: { readonly sizeBytes: number; readonly limitBytes: number }
  readonly FILE_NOT_OPENED: { readonly reason: string }
  readonly FILE_NOT_TEXT: Record<never, never>
  readonly FILE_NOT_JSON: Record<never, never>
  readonly FILE_TOO_DEEP: { readonly limit: number }
  readonly FILE_KEY_FORBIDDEN: { readonly key: string }
  readonly RECORD_SHAPE_BAD: { readonly path: string }
  readonly RECORD_FIELD_UNKNOWN: { readonly path: string }
  readonly RECORD_SCHEME_UNKNOWN: { readonly found: string }
  readonly SUBMISSION_NOT_ONE: Record<never, never>
  readonly SUBMISSION_VERSION_NEWER: { readonly found: string }
  readonly SUBMISSION_SEALED: Record<never, never>
  readonly SUBMISSION_DAMAGED: { readonly where: string }
  readonly SUBMISSION_ALGORITHM_REFUSED: { readonly found: string }
  readonly SUBMISSION_KEY_MISMATCH: { readonly position: number }
  readonly SUBMISSION_SIGNATURE_BAD: { readonly position: number }
  readonly SUBMISSION_NOT_CANONICAL: Record<never, never>
  readonly SUBMISSION_READ_BACK_FAILED: Record<never, never>
  readonly BACKUP_NOT_ONE: Record<never, never>
  readonly BACKUP_VERSION_NEWER: { readonly found: string }
  readonly BACKUP_DAMAGED: { readonly where: string }
  readonly BACKUP_ALGORITHM_REFUSED: { readonly found: string }
  readonly BACKUP_PASSPHRASE_WRONG: Record<never, never>
  readonly BACKUP_NOT_SAME: Record<never, never>
  readonly STORAGE_UNAVAILABLE: { readonly reason: string }
  readonly STORAGE_READ_FAILED: { readonly reason: string }
  readonly STORAGE_WRITE_FAILED: { readonly reason: string }
  readonly STORAGE_FULL: { readonly reason: string }
  readonly STORAGE_NEWER_VERSION: Record<never, never>
  readonly STORAGE_BLOCKED: Record<never, never>
  readonly DRAFT_MISSING: Record<never, never>
  readonly DRAFT_CONFLICT: { readonly expected: number; readonly found: number }
  readonly DRAFT_UNREADABLE: { readonly path: string }
  readonly DEVICE_KEY_UNREADABLE: Record<never, never>
  readonly SCHEME_UNAVAILABLE: { readonly reason: string }
  readonly BUNDLE_SHAPE_BAD: { readonly path: string }
  readonly BUNDLE_DIGEST_BAD: Record<never, never>
}

/** Stable name of an error. */
export type ErrorCode = keyof ErrorParams

/** An expected failure: code and the facts its message needs. */
export type AppError<C extends ErrorCode = ErrorCode> = {
  [K in C]: { readonly code: K; readonly params: ErrorParams[K] }
}[C]

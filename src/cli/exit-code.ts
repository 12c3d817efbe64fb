/** Exit codes of the command line (DESIGN §11). */
export const exitCode = {
  ok: 0,
  /** An error-level issue, or a signature that does not hold. */
  refused: 1,
  /** A file that cannot be read, or a call that cannot be understood. */
  unreadable: 2,
} as const

/** The gravest of several exit codes. */
export const gravest = (codes: readonly number[]): number => Math.max(exitCode.ok, ...codes)

/**
 * The database was not reached, or did not answer in time. Whether it did what it was asked is not known: who asks again
 * must be able to hear “that was done before”.
 */
export class NoAnswer extends Error {
  /** What the system or the database called it, where it said anything. */
  readonly code: string | undefined
  /** Whether nothing came at all, instead of an answer that says no. */
  readonly isSilence: boolean

  constructor(words?: string, cause?: unknown) {
    super(words ?? 'the database did not answer in time', { cause })
    this.isSilence = words === undefined || /timeout/i.test(words)
    this.code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  }
}

/** Tells the time of this device; order is never decided by it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Local calendar date, `YYYY-MM-DD`. */
  today(): string
}

/** The local calendar date of an instant, `YYYY-MM-DD`. */
export function localDateOf(instant: number): string {
  const date = new Date(instant)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The clock of the browser. */
export const systemClock: Clock = { now: () => Date.now(), today: () => localDateOf(Date.now()) }

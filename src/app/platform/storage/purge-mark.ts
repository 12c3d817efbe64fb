const key = 'caibao.purged'
const leastGapMs = 7 * 24 * 3_600_000

function markedAt(): number | undefined {
  try {
    const text = localStorage.getItem(key)
    const at = text === null ? Number.NaN : Number(text)
    return Number.isFinite(at) ? at : undefined
  } catch {
    return undefined
  }
}

function mark(now: number): void {
  try {
    localStorage.setItem(key, String(now))
  } catch {
    // A browser that keeps no mark erases nothing.
  }
}

/**
 * The instant by which things count as old: one that a clock of this device showed at least a week ago. A clock that
 * leaps ahead by years makes nothing old at once; put right within the week, it never did. Undefined when there is no
 * such instant yet.
 */
export function agedBy(now: number): number | undefined {
  const marked = markedAt()
  const isAhead = marked !== undefined && marked > now
  if (marked !== undefined && !isAhead && now - marked < leastGapMs) return undefined
  mark(now)
  return isAhead ? undefined : marked
}

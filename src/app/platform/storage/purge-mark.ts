const markKey = 'caibao.purged'
const sinceKey = 'caibao.purged.since'
const dayMs = 24 * 3_600_000
const leastGapMs = 7 * dayMs
const mostGapMs = 90 * dayMs
const untilBelievedMs = 30 * dayMs

function instantAt(key: string): number | undefined {
  try {
    const text = localStorage.getItem(key)
    const at = text === null ? Number.NaN : Number(text)
    return Number.isFinite(at) ? at : undefined
  } catch {
    return undefined
  }
}

function note(key: string, now: number): void {
  try {
    localStorage.setItem(key, String(now))
  } catch {
    // A browser that keeps no mark erases nothing.
  }
}

/**
 * The instant by which things count as old: one that a clock of this device showed at least a week ago. A clock that
 * goes back, or leaps ahead by months, makes nothing old before it has shown thirty days more: what was removed under
 * the one before bears its dates. Undefined when there is no such instant yet. Where the software is opened less than
 * every three months nothing is erased, for that looks the same.
 */
export function agedBy(now: number): number | undefined {
  const marked = instantAt(markKey)
  const isSetAnew = marked !== undefined && (marked > now || now - marked > mostGapMs)
  if (marked !== undefined && !isSetAnew && now - marked < leastGapMs) return undefined
  if (isSetAnew) note(sinceKey, now)
  note(markKey, now)
  const since = instantAt(sinceKey)
  return since !== undefined && now - since < untilBelievedMs ? undefined : marked
}

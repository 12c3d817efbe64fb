const key = 'caibao.kept'

/** How many records lay in the database when they were last listed; 0 when none ever did. */
export function keptBefore(): number {
  try {
    return Number(localStorage.getItem(key)) || 0
  } catch {
    return 0
  }
}

/** Remembers beside the database that records lie in it: one that is found empty tomorrow was lost, not new. */
export function noteKept(count: number): void {
  try {
    if (count > 0) localStorage.setItem(key, String(count))
    else localStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to lose.
  }
}

const key = 'caibao.introduction'

/** Whether the introduction was dismissed on this device; a browser that keeps nothing shows it each time. */
export function isIntroductionSeen(): boolean {
  try {
    return localStorage.getItem(key) === 'seen'
  } catch {
    return false
  }
}

/** Remembers that the introduction was dismissed, or is wanted again. */
export function noteIntroduction(isSeen: boolean): void {
  try {
    if (isSeen) localStorage.setItem(key, 'seen')
    else localStorage.removeItem(key)
  } catch {
    // Shown again next time: no harm.
  }
}

const key = 'caibao.glyphs'

/** Whether rare glyphs may be fetched without being asked for; not after the person said 先不取. */
export function areGlyphsWanted(): boolean {
  try {
    return localStorage.getItem(key) !== 'later'
  } catch {
    return true
  }
}

/** Remembers what the person said of fetching rare glyphs. */
export function noteGlyphsWanted(areWanted: boolean): void {
  try {
    if (areWanted) localStorage.removeItem(key)
    else localStorage.setItem(key, 'later')
  } catch {
    // Begun again next time: no harm.
  }
}

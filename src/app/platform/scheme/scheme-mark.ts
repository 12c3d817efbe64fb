const key = 'caibao.scheme'

/** Whether a scheme was installed here: told without opening the database, which the first field does not wait for. */
export function isSchemeInstalled(): boolean {
  try {
    return localStorage.getItem(key) === 'installed'
  } catch {
    return false
  }
}

/** Remembers that a scheme is installed, or no longer is. */
export function noteInstalled(isInstalled: boolean): void {
  try {
    if (isInstalled) localStorage.setItem(key, 'installed')
    else localStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing keeps no scheme either.
  }
}

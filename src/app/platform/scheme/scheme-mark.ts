const key = 'caibao.scheme'
const installed = 'installed'

function markNow(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** What this page was started with. */
const atStart = markNow()

/** Whether a scheme was installed here: told without opening the database, which the first field does not wait for. */
export const isSchemeInstalled = (): boolean => atStart?.startsWith(installed) === true

/** Whether another scheme was chosen since this page was started: it goes on with the one it knows. */
export const isOtherSchemeChosen = (): boolean => markNow() !== atStart

/** Remembers which scheme is installed, or that none is any more. */
export function noteInstalled(digest: string | undefined): void {
  try {
    if (digest === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, `${installed} ${digest}`)
  } catch {
    // A browser that keeps nothing keeps no scheme either.
  }
}

const throwaway = 'caibao-new-log'

// Only Chromium keeps the databases of a site in LevelDB; elsewhere there is nothing to begin anew. A worker leaves it to
// its page.
const hasLog = (): boolean => 'chrome' in globalThis

const longestWaitMs = 60_000

function opened(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(throwaway)
    request.addEventListener('success', () => {
      request.result.close()
      resolve()
    })
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })
}

function deleted(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(throwaway)
    request.addEventListener('success', () => resolve())
    request.addEventListener('error', () => reject(request.error ?? new Error('not deleted')))
  })
}

async function begin(waitMs: number): Promise<void> {
  try {
    await opened()
    await deleted()
  } catch {
    // A disk that is still full, perhaps.
    await new Promise((resolve) => {
      setTimeout(resolve, waitMs)
    })
    await begin(Math.min(waitMs * 2, longestWaitMs))
  }
}

let begun: Promise<void> | undefined

/**
 * Has the browser put away everything saved so far and begin a new log for its databases. Chromium goes on in the old
 * log when it opens them, also behind the end that a power cut, a kill or a full disk has torn: what stands behind a
 * torn end is dropped at the opening after that, and may take the whole database with it (ADR 0271). A database that is
 * deleted makes it tidy up; one that was not there does not. Tried until it works.
 */
export function beginNewLog(): Promise<void> {
  if (!hasLog()) return Promise.resolve()
  begun ??= begin(1000).finally(() => {
    begun = undefined
  })
  return begun
}

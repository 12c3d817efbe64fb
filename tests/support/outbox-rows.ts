import type { Page } from 'playwright-core'

/** Writes the only row of the outbox in the database of the page anew, once for each set of changes. */
export const changeOutbox = (page: Page, changes: readonly object[]): Promise<void> =>
  page.evaluate(async (all) => {
    const opening = indexedDB.open('caibao')
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const writing = opening.result.transaction('outbox', 'readwrite')
    const outbox = writing.objectStore('outbox')
    const reading = outbox.getAll()
    reading.addEventListener('success', () => {
      for (const each of all) outbox.put({ ...reading.result[0], ...each })
    })
    await new Promise((resolve) => writing.addEventListener('complete', resolve))
    opening.result.close()
  }, changes)

/** As it stands where the server did not take it. */
export const refusedByServer = {
  state: 'quarantined',
  standing: {
    name: 'quarantined',
    error: { code: 'SUBMISSION_SIGNATURE_BAD', params: { position: 1 } },
    at: 1,
  },
} as const

import type { Page } from 'playwright-core'

/** Puts rows into the drafts as they are: what a damaged disk or another version might have left. */
export function putDrafts(page: Page, rows: readonly object[], { inPlaceOfAll = false } = {}): Promise<void> {
  return page.evaluate(
    async ([given, isAll]) => {
      const request = indexedDB.open('caibao')
      const database = await new Promise<IDBDatabase>((resolve) => {
        request.addEventListener('success', () => resolve(request.result))
      })
      const writing = database.transaction('drafts', 'readwrite')
      if (isAll) writing.objectStore('drafts').clear()
      for (const row of given) writing.objectStore('drafts').put(row)
      await new Promise((resolve) => {
        writing.addEventListener('complete', resolve)
      })
      database.close()
    },
    [rows, inPlaceOfAll] as const,
  )
}

/** Drafts of so many people, each with these rows. */
export function namedDrafts(
  count: number,
  rows: Readonly<Record<string, readonly object[]>> = {},
): readonly { readonly id: string }[] {
  const now = Date.now()
  return Array.from({ length: count }, (_, index) => {
    const id = crypto.randomUUID()
    const basic = { name: `覃${index}` }
    const record = { scheme: 'gx-zyjs', schemeVersion: '2012.1', id, basic }
    const sheets = { education: [], titles: [], qualifications: [], awards: [], honors: [], ...rows }
    const facts = { revision: 1, createdAt: now, savedAt: now, confirmations: [], declarations: {} }
    return { id, record: { ...record, ...sheets }, ...facts, handedIn: null, deletedAt: null }
  })
}

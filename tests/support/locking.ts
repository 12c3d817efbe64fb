import type { Page } from 'playwright-core'

/** 上锁 on the first page, for the one draft of that name; the last thing before is done when the passphrase stands. */
export async function lockOnHome(
  page: Page,
  name: string,
  passphrase: string,
  lastThing?: () => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name: `上锁：${name}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  await dialog.getByLabel('再输一遍口令').fill(passphrase)
  await lastThing?.()
  await dialog.getByRole('button', { name: '上锁', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A row of what is locked as it lies in the database of the page. */
export const lockedRow = (page: Page): Promise<Readonly<Record<string, unknown>>> =>
  page.evaluate(async () => {
    const open = indexedDB.open('caibao')
    await new Promise((resolve) => open.addEventListener('success', resolve))
    const all = open.result.transaction('locks').objectStore('locks').getAll()
    await new Promise((resolve) => all.addEventListener('success', resolve))
    open.result.close()
    return all.result[0]
  })

/** Changes the rows of what is locked as they lie in the database of the page. */
export async function changeLocks(page: Page, changes: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate(async (changed) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('not done')))
      })
    const database = await done(indexedDB.open('caibao'))
    const locks = database.transaction('locks', 'readwrite').objectStore('locks')
    for (const row of await done<object[]>(locks.getAll())) await done(locks.put({ ...row, ...changed }))
    database.close()
  }, changes)
}

import type { OpenedApp } from './browser.ts'

/** 备份 under a passphrase, given to the person; nobody has seen the file again yet. */
export async function makeBackupFile(app: OpenedApp, passphrase: string): Promise<string> {
  const { page, origin } = app
  await page.goto(`${origin}/backup`)
  await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
  await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
  const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
  await page.getByText('备份已生成，还差一步').waitFor()
  return path
}

/** Shows the app the file it made. */
export const readBack = ({ page }: OpenedApp, path: string) =>
  page.getByLabel('选刚才保存的文件核对').last().setInputFiles(path)

/** A backup that was read back. */
export async function backUpAndRead(app: OpenedApp, passphrase: string): Promise<string> {
  const path = await makeBackupFile(app, passphrase)
  await readBack(app, path)
  await app.page.getByText('已读回核对').waitFor()
  return path
}

/** Opens a backup to be restored, by keys. */
export async function openBackupFile({ page, origin }: OpenedApp, path: string, word: string): Promise<void> {
  await page.goto(`${origin}/restore`)
  await page.getByLabel('选备份文件').last().setInputFiles(path)
  await page.getByText(/^备份“.+”设了口令/).waitFor()
  await page.getByRole('textbox', { name: '口令' }).fill(word)
  await page.getByRole('textbox', { name: '口令' }).press('Enter')
}

import type { OpenedApp } from './browser.ts'
import type { DownloadedFile } from './download.ts'

/** 生成报送 of the open draft for a unit that seals, with a reason for each warning. */
export async function generateSubmission({
  page,
  download,
}: Pick<OpenedApp, 'page' | 'download'>): Promise<DownloadedFile> {
  await page.getByRole('button', { name: '生成报送' }).click()
  await page.getByRole('heading', { name: '生成报送' }).waitFor()
  for (const reason of await page.getByRole('textbox', { name: '说明' }).all()) {
    await reason.fill('已与原件核对')
    await reason.press('Tab')
  }
  await page.getByText('可以报送').waitFor()
  const file = await download(() => page.getByRole('button', { name: '生成报送' }).click())
  await page.getByText('已加密，只有该单位能打开。').waitFor()
  return file
}

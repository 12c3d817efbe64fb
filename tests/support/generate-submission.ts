import type { Page } from 'playwright-core'
import type { OpenedApp } from './browser.ts'
import type { DownloadedFile } from './download.ts'

type FillingApp = Pick<OpenedApp, 'page' | 'download'>

/** On 生成报送: a reason for each warning, until nothing keeps the record from being handed in. */
export async function giveReasons(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '生成报送' }).waitFor()
  // Which warnings there are is known once the rules are there.
  await page
    .locator('.hand-in-sheet > .verdict')
    .filter({ hasText: /可以报送|还不能报送/ })
    .waitFor()
  for (const reason of await page.getByRole('textbox', { name: '说明' }).all()) {
    await reason.fill('已与原件核对')
    await reason.press('Tab')
  }
  await page.getByText('可以报送').waitFor()
}

/** 生成报送 of the open draft, with a reason for each warning; sealed only for a unit whose task it follows. */
export async function generateAny({ page, download }: FillingApp): Promise<DownloadedFile> {
  await page.getByRole('button', { name: '生成报送' }).click()
  await giveReasons(page)
  return download(() => page.getByRole('button', { name: '生成报送' }).click())
}

/** 生成报送 of the open draft for a unit that seals. */
export async function generateSubmission(app: FillingApp): Promise<DownloadedFile> {
  const file = await generateAny(app)
  await app.page.getByText('已加密，只有该单位能打开。').waitFor()
  return file
}

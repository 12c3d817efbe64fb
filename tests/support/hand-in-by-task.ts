import type { OpenedApp } from './browser.ts'
import type { DownloadedFile } from './download.ts'
import { fillDraft } from './fill-draft.ts'
import { generateSubmission } from './generate-submission.ts'

/** Opens a task by what follows `/tasks` in its link, fills in a record of its own for it, and generates the submission. */
export async function handInByTask(app: OpenedApp, taskFragment: string): Promise<DownloadedFile> {
  const { page, origin } = app
  await page.goto(`${origin}/tasks${taskFragment}`)
  await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
  await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
  await fillDraft(page, { hasUnit: true })
  return generateSubmission(app)
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentOf } from '#core/submission/content-of.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const earlier = { id: 'gx-zyjs', version: '2012.0', digest: 'a'.repeat(64) }
/** As the version before had it, with a field that the one in use has no more. */
const record = { ...aSoundPerson({ salary: '3000' }), schemeVersion: earlier.version }
const said = '现在的方案没有“basic.salary”这一栏，当时填的是“3000”。'

describe('a field that the scheme has given up', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
  })
  afterAll(() => app.close())

  test('is told with its value before a submission of the version before is taken over', async () => {
    const { page } = app
    const { text } = await signSubmission(aSubmissionContent({ scheme: earlier }, record), await aSigningKey())
    await chooseFiles(page, page.getByRole('button', { name: '打开文件…' }), [{ name: '去年.rpu', text }])
    await page.getByRole('link', { name: '导入为新草稿' }).click()
    await page.getByText(said).waitFor()
    await page.getByText('这些内容不会进到新的草稿里').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '导入' }).click()
    await page.getByText('与导入的报送相比，还没有改动。').waitFor()
    await expect.poll(() => page.getByText('salary').count()).toBe(0)
  })

  test('stays in a draft of the version before, and out of what is handed in of it', async () => {
    const { page } = app
    await page.goto(app.origin)
    const draft = {
      record: { ...record, id: crypto.randomUUID(), basic: { ...record.basic, name: '黄晓兰' } },
      savedAt: 1,
    }
    const buffer = Buffer.from(JSON.stringify({ caibao: 'rescue/1', draft }))
    await page.getByLabel('选择抢救文件').setInputFiles({ name: '抢救.json', mimeType: 'application/json', buffer })
    const dialog = page.getByRole('dialog', { name: '从抢救文件恢复' })
    await dialog.getByRole('button', { name: '作为新记录加入' }).click()
    await page.getByRole('link', { name: /黄晓兰/ }).click()
    const file = await generateAny({
      page,
      download: async (act) => {
        await page.getByText(said).waitFor()
        await page.getByText('这些内容不写进报送文件；草稿里还留着。').waitFor()
        expect(await findAxeViolations(page)).toEqual([])
        return app.download(act)
      },
    })
    const { scheme, record: handedIn } = contentOf(await file.text())
    expect(scheme.version).toBe('2012.1')
    expect(handedIn.basic).toEqual(aSoundPerson({ name: '黄晓兰' }).basic)
  })
})

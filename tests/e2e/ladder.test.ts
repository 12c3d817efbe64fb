import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import type { DownloadedFile } from '#tests/support/download.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'

let person: OpenedApp
let unit: OpenedApp

async function openFile(page: Page, button: string, file: DownloadedFile): Promise<void> {
  await chooseFiles(page, page.getByRole('button', { name: button }), [file.path])
}

async function generate(app: OpenedApp): Promise<DownloadedFile> {
  const { page } = app
  await page.getByRole('button', { name: '生成报送' }).click()
  await page.getByRole('heading', { name: '生成报送' }).waitFor()
  for (const reason of await page.getByRole('textbox', { name: '说明' }).all()) {
    await reason.fill('已与原件核对')
    await reason.press('Tab')
  }
  await page.getByText('可以报送').waitFor()
  return app.download(() => page.getByRole('button', { name: '生成报送' }).click())
}

async function offline(path: string): Promise<OpenedApp> {
  const app = await openApp({ path })
  app.page.setDefaultTimeout(10_000)
  await app.untilOfflineReady()
  await app.goOffline()
  await app.page.reload()
  return app
}

beforeAll(async () => {
  unit = await offline('/unit')
  person = await offline('/')
})
afterAll(async () => {
  await person.close()
  await unit.close()
})

describe('a person and their unit, by files alone', () => {
  const outcomeOf = () => unit.page.getByRole('region', { name: '结果' }).getByRole('row').last()

  test('the task of the unit leads to a sealed submission that the unit opens', async () => {
    await managing(unit).setUp(aUnit)
    await unit.page.getByRole('button', { name: '签发采集任务' }).click()
    const task = await unit.download(() => unit.page.getByRole('button', { name: '保存 .task 文件' }).click())
    await openFile(person.page, '打开文件…', task)
    await person.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await person.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(person.page, { hasUnit: true })
    const submission = await generate(person)
    expect(JSON.parse(await submission.text()).caibao).toBe('sealed-submission/1')
    await managing(unit).open('接收报送')
    await managing(unit).receive([submission.path])
    expect(await outcomeOf().textContent()).toContain('新接收')
  })

  test('what the unit returns opens at the field, and the next revision answers it', async () => {
    await managing(unit).open('检查')
    await managing(unit).openCase('韦晓莉')
    await unit.page.getByRole('button', { name: '退回' }).last().click()
    const dialog = unit.page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: '基本信息 · 手机号码' })
    const slip = await unit.download(() => dialog.getByRole('button', { name: '生成退回单' }).click())
    await person.page.goto(`${person.origin}/returned`)
    await openFile(person.page, '打开退回单…', slip)
    await person.page.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await fillingIn(person.page).type('手机号码', '13907750001')
    await fillingIn(person.page).untilSaved()
    const answer = await generate(person)
    await managing(unit).open('接收报送')
    await managing(unit).receive([answer.path])
    const line = await outcomeOf().textContent()
    expect(line).toContain('这是退回后重新报送的')
    expect(line).toContain('13907750001')
  })

  test('is checked, passed and reported, and the trail tells it all', async () => {
    await managing(unit).open('检查')
    await managing(unit).openCase('韦晓莉')
    await unit.page.getByRole('button', { name: '以上均已核对' }).click()
    await unit.page.getByRole('button', { name: '通过', exact: true }).click()
    await unit.page.getByText('韦晓莉 已通过。').waitFor()
    await managing(unit).open('上报')
    await unit.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const pack = await unit.download(() => unit.page.getByRole('button', { name: '上报 1 人' }).click())
    expect(pack.fileName).toMatch(/^北流市第一中学_上报_\d{8}_1人\.rpz$/)
    await unit.page.getByText('本单位上报').waitFor()
    await managing(unit).open('检查')
    await managing(unit).openCase('韦晓莉')
    const trail = await unit.download(async () => {
      await unit.page.getByText('审核记录', { exact: true }).click()
      await unit.page.getByRole('button', { name: '导出审核记录' }).click()
    })
    const kinds = (await trail.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).step.kind)
    expect(kinds.filter((kind) => kind !== 'ticked')).toEqual([
      'received',
      'opened',
      'returned',
      'received',
      'opened',
      'passed',
      'reported',
    ])
    expect([...person.complaints, ...unit.complaints]).toEqual([])
  })
})

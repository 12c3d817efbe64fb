import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

const passphrase = '北流芭蕉二〇二六'

let work: OpenedApp
let home: OpenedApp
let office: UnitOffice
let folder: string
let draftPath = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-devices-'))
  const server = await startServer(0, { CAIBAO_DATA: folder })
  work = await openApp({ start: () => Promise.resolve(server) })
  home = await openApp({ start: () => Promise.resolve({ ...server, stop: () => Promise.resolve() }) })
  for (const { page } of [work, home]) page.setDefaultTimeout(20_000)
  office = await openUnitOffice(server.origin, await server.setUpCode())
})
afterAll(async () => {
  await home.close()
  await work.close()
  await rm(folder, { recursive: true, force: true })
})

async function backUp(app: OpenedApp): Promise<string> {
  const { page, origin } = app
  await page.goto(`${origin}/backup`)
  await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
  await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
  const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
  return path
}

async function unlock(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: '口令' }).fill(passphrase)
  await page.getByRole('button', { name: '打开备份' }).click()
}

async function type({ page, origin }: OpenedApp, label: string, text: string): Promise<void> {
  await page.goto(origin + draftPath)
  await page.getByRole('textbox', { name: /姓名/ }).waitFor()
  await fillingIn(page).type(label, text)
  await fillingIn(page).untilSaved()
}

const arrived = async (): Promise<number> => (await office.arrivals()).length

describe('one person on two devices', () => {
  test('the second goes on where the first was, and both hand in', async () => {
    const { page, origin } = work
    await page.goto(`${origin}/tasks${office.taskFragment}`)
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    draftPath = new URL(page.url()).pathname
    await fillDraft(page, { hasUnit: true })
    await generateSubmission(work)
    await expect.poll(arrived, { timeout: 20_000 }).toBe(1)

    const path = await backUp(work)
    await home.page.goto(`${origin}/restore`)
    await home.page.getByLabel('选备份文件').last().setInputFiles(path)
    await unlock(home.page)
    await home.page.getByText('这台电脑上没有，恢复进来').waitFor()
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    await type(home, '手机号码', '13900000001')
    await generateSubmission(home)
    await expect.poll(arrived, { timeout: 20_000 }).toBe(2)
  })

  test('the first is told, shows the difference side by side, and both drafts are kept', async () => {
    const { page, origin } = work
    await type(work, '手机号码', '13900000002')
    const path = await backUp(home)
    await page.goto(`${origin}/outbox`)
    await page.getByRole('button', { name: '现在同步' }).click()
    const line = page.getByText('另一台设备上又报送过：第 2 次')
    await line.waitFor()
    const [, second] = await office.arrivals()
    await expect.poll(() => line.innerText()).toContain(second?.digest.slice(0, 4))
    expect(await findAxeViolations(page)).toEqual([])

    await chooseFiles(page, page.getByRole('button', { name: '打开那台设备的文件…' }), [path])
    await unlock(page)
    await page.getByText('两边都改过').waitFor()
    await page.getByText('13900000001').waitFor()
    await page.getByText('13900000002').waitFor()
    await page.getByRole('radio', { name: '两份都留' }).check()
    await page.getByRole('button', { name: '开始恢复' }).click()
    await page.getByText('恢复完成').waitFor()
    await page.goto(origin)
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: '韦晓莉' }).count()).toBe(2)
    // The history has what either device handed in, however far each had counted.
    await page.goto(`${origin}/drafts/${draftPath.split('/')[2] ?? ''}/history`)
    await expect.poll(() => page.getByText('生成报送时').count()).toBe(2)
  })

  test('what it hands in next follows the other device, and counts', async () => {
    await work.page.goto(work.origin + draftPath)
    const mobile = work.page.getByRole('textbox', { name: /手机号码/ })
    await expect.poll(() => mobile.inputValue()).toBe('13900000002')
    await generateSubmission(work)
    await expect.poll(arrived, { timeout: 20_000 }).toBe(3)
    const [, second, third] = await office.arrivals()
    expect(third?.content).toMatchObject({ revision: 3, previous: second?.digest })
  })

  test('a submission of another device is compared with the draft before anything is taken', async () => {
    const { page, origin } = work
    const [, , third] = await office.arrivals()
    if (!third) throw new Error('nothing arrived')
    const { record } = third.content
    const other = { ...record, basic: { ...record.basic, mobile: '13900000009' } }
    const { text } = await signSubmission({ ...third.content, record: other, revision: 4 }, await aSigningKey())
    await page.goto(origin)
    await chooseFiles(page, page.getByRole('button', { name: '打开文件…' }), [{ name: '另一台.rpu', text }])
    await page.getByText('这台电脑上有同一份记录的草稿').waitFor()
    await page.getByRole('link', { name: '与草稿并排比较' }).click()
    await page.getByRole('radio', { name: '逐项挑选' }).check()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('radio', { name: /手机号码：另一台设备的报送 13900000009/ }).check()
    await page.getByRole('button', { name: '就这样处理' }).click()
    await page.getByText('两边的内容都没有丢').waitFor()
    await page.goto(origin + draftPath)
    const mobile = page.getByRole('textbox', { name: /手机号码/ })
    await expect.poll(() => mobile.inputValue()).toBe('13900000009')
    expect([...work.complaints, ...home.complaints].filter((line) => !/ERR_|Failed to fetch/.test(line))).toEqual([])
  })
})

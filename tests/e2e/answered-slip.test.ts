import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonRecord } from '#core/record/record.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { aMobile, anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp
const device = await aSigningKey()
const lu = anotherPerson('陆秋燕', 21, { email: 'lu@example.com', mobile: aMobile(21) })
const asked = [
  { place: '基本信息 · 手机号码', reason: '与原件不一致', text: '请与登记表核对' },
  { place: '基本信息 · 电子邮箱', reason: '写得不清楚', text: '' },
  { place: '专业技术资格信息 第 1 条 · 证书编号', reason: '漏填', text: '证书上有编号' },
] as const

async function receive(name: string, text: string): Promise<void> {
  const file = join(folder, name)
  await writeFile(file, text)
  await managing(app).open('接收报送')
  await managing(app).receive([file])
}

async function open(): Promise<void> {
  await managing(app).open('检查')
  await managing(app).openCase('陆秋燕')
}

const panel = () => app.page.locator('.case-answers')
const note = (position: number) => app.page.getByRole('group', { name: `退回意见 ${position}/3` })
/** The field of the record a note stands at. */
const fieldOf = (position: number) =>
  app.page.locator(`.record-summary dl > div:has([aria-label="退回意见 ${position}/3"])`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-answered-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
  await receive('1.rpu', await submissionOf(lu, device))
  await open()
  await app.page.keyboard.press('r')
  const dialog = app.page.getByRole('dialog')
  for (const [at, { place, reason, text }] of asked.entries()) {
    if (at > 0) await dialog.getByRole('button', { name: '加一条' }).click()
    await dialog.getByLabel('栏目').nth(at).selectOption({ label: place })
    await dialog.getByLabel('原因').nth(at).selectOption({ label: reason })
    await dialog.getByLabel('说明（可不填）').nth(at).fill(text)
  }
  await app.download(() => dialog.getByRole('button', { name: '生成退回单' }).click())
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a return slip and the revision that answers it', () => {
  test('while nobody has answered, the desk shows what was asked, and calls nothing unchanged', async () => {
    await panel().getByText('本人还没有重新报送。').waitFor()
    await expect.poll(() => fieldOf(1).textContent()).toMatch(/手机号码.*等待本人修改.*与原件不一致.*请与登记表核对/)
    expect(await panel().getByText('没有改动').count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('each field commented shows the comment, its reason, the old value, the new one, and what was not changed', async () => {
    const [title = {}] = lu.titles
    const answered: PersonRecord = {
      ...lu,
      basic: { ...lu.basic, mobile: aMobile(77), currentSpecialty: '初中语文教学' },
      titles: [{ ...title, certificateNumber: 'B0612346', issueDate: '2007-01' }],
    }
    await receive('2.rpu', await submissionOf(answered, device, 2))
    await open()
    await panel().getByText('1 条没有改动').waitFor()
    const saidOf = [
      ['已改动', `原为“${aMobile(21)}”，现为“${aMobile(77)}”`, '与原件不一致', '请与登记表核对'],
      ['没有改动', '仍为“lu@example.com”', '写得不清楚'],
      ['已改动', '原为“B0612345”，现为“B0612346”', '证书上有编号'],
    ]
    for (const [at, texts] of saidOf.entries())
      for (const said of texts) await expect.poll(() => fieldOf(at + 1).textContent()).toContain(said)
    const areUnchanged = async (): Promise<readonly boolean[]> =>
      (await panel().getByRole('listitem').allTextContents()).map((line) => line.includes('没有改动'))
    await expect.poll(areUnchanged).toEqual([false, true, false])
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('what changed where nobody had asked is said too', async () => {
    await panel().getByText('退回单之外还改了 2 处').click()
    await panel().getByText('初中语文教学').waitFor()
    expect(await panel().locator('details').textContent()).toMatch(/签发时间.*2006年12月.*2007年1月/)
  })

  test('F8 leads from one to the next, also back, and from the printed page to the field', async () => {
    const { page } = app
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    const press = async (key: string): Promise<void> => page.keyboard.press(key)
    await page.getByRole('button', { name: '打印页', exact: true }).click()
    for (const position of [1, 2, 3, 1]) {
      await press('F8')
      await expect.poll(label).toBe(`退回意见 ${position}/3`)
      await expect
        .poll(() => page.locator('.record-summary .marked').textContent())
        .toContain(asked[position - 1]?.reason)
    }
    await press('Shift+F8')
    await expect.poll(label).toBe('退回意见 3/3')
    const isInSight = () =>
      note(3).evaluate((element) => {
        const { x, y } = element.getBoundingClientRect()
        return element.contains(document.elementFromPoint(x + 8, y + 8))
      })
    await expect.poll(isInSight).toBe(true)
  })

  test('what the unit puts right itself is not taken for an answer of the person', async () => {
    const { page } = app
    await page.getByRole('button', { name: '修改', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: asked[1].place })
    await dialog.getByRole('textbox', { name: /电子邮箱/ }).fill('luqy@example.com')
    await dialog.getByLabel('修改原因').fill('本人来电更正')
    await dialog.getByRole('button', { name: '修改并签名' }).click()
    await fieldOf(2).getByText('单位已修改').waitFor()
    await expect.poll(() => panel().getByText('没有改动').count()).toBe(0)
  })

  test('an entry that was removed is told beside its comment', async () => {
    await receive('3.rpu', await submissionOf({ ...lu, titles: [] }, device, 3))
    await open()
    const line = panel().getByRole('listitem').nth(2)
    await line.getByText('这一条已删除').first().waitFor()
    await expect.poll(() => line.textContent()).toContain('原为“B0612345”')
    for (const _ of asked) await app.page.keyboard.press('F8')
    await expect.poll(() => note(3).evaluate((element) => element === document.activeElement)).toBe(true)
    expect(app.complaints).toEqual([])
  })
})

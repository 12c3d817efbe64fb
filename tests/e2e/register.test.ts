import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonRecord } from '#core/record/record.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { managing } from '#tests/support/managing.ts'
import { aMobile, anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const register = [
  '单位全称,统一社会信用代码,别名',
  `${aUnit.name},${aUnit.orgCode},北流一中`,
  '北流市实验幼儿园,12450981498811777K,',
].join('\r\n')
let folder: string
let app: OpenedApp

async function fileOf(person: PersonRecord): Promise<string> {
  const file = join(folder, `${person.basic['name']}.rpu`)
  await writeFile(file, await submissionOf(person, await aSigningKey()))
  return file
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-register-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
  const people = [
    anotherPerson('陆秋燕', 11),
    anotherPerson('马小云', 12, { employer: '北流一中', mobile: aMobile(11) }),
    anotherPerson('覃明珠', 13, { employer: '广西北流市第一中学' }),
    anotherPerson('韦晓', 14, { employer: aUnit.name, mobile: aMobile(11) }),
    anotherPerson('莫小妹', 15, { employer: '北流市试验幼儿园' }),
  ]
  await managing(app).open('接收报送')
  await managing(app).receive(await Promise.all(people.map(fileOf)))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a register of units', () => {
  test('read from a table, makes B32 and B33 warnings of the list and of the desk', async () => {
    const { page } = app
    await managing(app).open('检查')
    await page.getByText('5 人', { exact: true }).waitFor()
    const rules = page.getByRole('combobox', { name: '问题', exact: true })
    expect(await rules.locator('option', { hasText: 'B33' }).count()).toBe(0)
    await page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name: '名录' }).click()
    await chooseFiles(page, page.getByRole('button', { name: '导入单位名录…' }), [{ name: '名录.csv', text: register }])
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByText('北流市实验幼儿园').first().waitFor({ state: 'attached' })
    await managing(app).open('检查')
    await rules.selectOption('B33')
    const list = page.getByRole('region', { name: '人员列表' })
    await list.getByRole('link', { name: '马小云' }).waitFor()
    await expect.poll(() => list.getByRole('link').count()).toBe(2)
    await rules.selectOption('B32')
    await list.getByRole('link', { name: '覃明珠' }).waitFor()
    await expect.poll(() => list.getByRole('link').count()).toBe(1)
    await managing(app).openCase('覃明珠')
    await page.getByText('不要随意加“广西壮族自治区”等字样').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('puts one name right on the desk, as a correction with its trail', async () => {
    const { page } = app
    await page.getByRole('button', { name: `改为“${aUnit.name}”` }).click()
    await page.getByText('单位修改过 1 处').waitFor()
    await page.getByText('没有发现问题。').waitFor()
    await page.getByText('审核记录', { exact: true }).click()
    await page.getByText('（按单位名录统一单位名称）').waitFor()
    await page.getByRole('list', { name: '状态' }).getByRole('button', { name: /^全部/ }).click()
    const rules = page.getByRole('combobox', { name: '问题', exact: true })
    await rules.selectOption('')
    await expect.poll(() => rules.locator('option', { hasText: 'B32' }).count()).toBe(0)
  })

  test('B53: finds who shares a mobile within one unit, and keeps them out of passing all at once', async () => {
    const { page } = app
    await page.getByRole('combobox', { name: '问题', exact: true }).selectOption('B53')
    const list = page.getByRole('region', { name: '人员列表' })
    await list.getByRole('link', { name: '陆秋燕' }).waitFor()
    await expect.poll(() => list.getByRole('link').count()).toBe(2)
    await managing(app).openCase('陆秋燕')
    await page.getByText('与韦晓的手机号相同，请核对。').waitFor()
    await page.getByRole('button', { name: '以上均已核对' }).click()
    await page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: /^通过全部无问题的/ }).count()).toBe(0)
    await page.getByRole('combobox', { name: '问题', exact: true }).selectOption('')
  })

  test('gives everybody the official name at once, with a preview and a way back', async () => {
    const { page } = app
    await managing(app).open('统一单位名称')
    const section = page.getByRole('region', { name: '按单位名录统一' })
    await section.getByRole('cell', { name: '北流一中', exact: true }).waitFor()
    await section.getByRole('cell', { name: '北流市实验幼儿园' }).waitFor()
    await section.getByRole('button', { name: '预览按名录统一' }).click()
    await section.getByText('将修改 2 人：').waitFor()
    await expect.poll(() => section.getByText('马小云').count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    await section.getByRole('button', { name: '修改这 2 人' }).click()
    await section.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '撤销' }).click()
    await section.getByRole('cell', { name: '北流一中', exact: true }).waitFor()
    await section.getByRole('button', { name: '预览按名录统一' }).click()
    await section.getByRole('button', { name: '修改这 2 人' }).click()
    await section.waitFor({ state: 'detached' })
    await managing(app).open('接收报送')
    await managing(app).receive([await fileOf(anotherPerson('梁晓', 16, { employer: '北流市实验幼儿园' }))])
    await page.getByRole('row').filter({ hasText: '梁晓' }).getByText('填的单位是单位名录里的下级单位').waitFor()
    await managing(app).open('检查')
    await managing(app).openCase('莫小妹')
    await page.getByText('单位修改过').waitFor()
    await page.getByRole('article').getByText('北流市实验幼儿园').first().waitFor()
    expect(app.complaints).toEqual([])
  })
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aWorkbook } from '#tests/support/spreadsheets.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp

async function choose(button: string, name: string, rows: readonly (readonly string[])[]): Promise<void> {
  const file = join(folder, `${name}.xlsx`)
  await writeFile(file, new Uint8Array(await (await aWorkbook([{ name, rows }])).arrayBuffer()))
  await chooseFiles(app.page, app.page.getByRole('button', { name: button }), [file])
}

const goTo = (name: string) =>
  app.page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name, exact: true }).click()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-tables-'))
  app = await openApp({ path: '/unit' })
  app.page.setDefaultTimeout(30_000)
  await managing(app).setUp(aUnit)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

describe('tables of a unit', () => {
  test('people come in after a preview that names the wrong cells, and only those without one', async () => {
    await goTo('导入导出')
    await choose('选择表格…', '基本信息', [
      ['姓名', '身份证号', '性别', '民族', '出生地', '单位'],
      ['韦晓莉', '452526197904182627', '女', '壮', '广西玉林北流市', aUnit.name],
      ['黄芳', '452526197904182643', '女', '火星族', '北流市', aUnit.name],
    ])
    await app.page.getByText('读到 1 人').waitFor()
    await app.page.getByRole('cell', { name: '基本信息 D3' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: '导入 1 人' }).click()
    await app.page.getByText('已导入 1 人').waitFor()
  })

  test('a hostile record is harmless text on the screen and in the table', async () => {
    const name = '黄\u202E莉'
    const address = '<img src=x onerror=alert(1)>'
    const person = anotherPerson(name, 20, { address, currentSpecialty: '=HYPERLINK("http://evil")' })
    const file = join(folder, 'hostile.rpu')
    await writeFile(file, await submissionOf(person, await aSigningKey()))
    await managing(app).open('接收报送')
    await managing(app).receive([file])
    await app.page.getByRole('region', { name: '结果' }).getByText('黄‹U+202E›莉').waitFor()
    await app.page.getByRole('link', { name: '黄‹U+202E›莉' }).click()
    await app.page.getByRole('heading', { name: '黄‹U+202E›莉' }).waitFor()
    await app.page.getByText(address).first().waitFor()
    expect(await app.page.locator('img').count()).toBe(0)
    await goTo('导入导出')
    const saved = await app.download(() => app.page.getByRole('button', { name: '导出…' }).click())
    const tables = await readXlsx(new Blob([await readFile(saved.path)]))
    const cells = tables.ok ? tables.value[0]?.rows.flatMap((row) => row.cells) : []
    expect(cells).toContain('452526197904182627')
    expect(cells).toContain(address)
    expect(cells).toContain('=HYPERLINK("http://evil")')
  })

  test('the register and the list of people expected are kept, and tell who is missing', async () => {
    await goTo('名录')
    await choose('导入单位名录…', '名录', [
      ['单位全称', '组织机构代码', '别名'],
      [aUnit.name, aUnit.orgCode, '北流一中'],
    ])
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    await app.page.getByText('名录里有 1 个单位').first().waitFor()
    await choose('导入应报名单…', '应报', [
      ['姓名', '身份证号'],
      ['韦晓莉', '452526197904182627'],
      ['没报的人', '45252619790418266X'],
    ])
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    await app.page.getByText('应报 2 人，未报 1 人').waitFor()
    await app.page.getByRole('cell', { name: '没报的人' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(app.complaints).toEqual([])
  })
})

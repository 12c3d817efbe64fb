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
import { pdfText } from '#tests/support/pdf-text.ts'
import { writeSyntheticPack } from '#tests/support/synthetic/pack-file.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp

type Sheets = Parameters<typeof aWorkbook>[0]

async function chooseWorkbook(button: string, sheets: Sheets): Promise<void> {
  const file = join(folder, `${sheets[0]?.name ?? ''}.xlsx`)
  await writeFile(file, new Uint8Array(await (await aWorkbook(sheets)).arrayBuffer()))
  await chooseFile(button, file)
}

const choose = (button: string, name: string, rows: readonly (readonly string[])[]): Promise<void> =>
  chooseWorkbook(button, [{ name, rows }])

async function chooseFile(button: string, path: string): Promise<void> {
  await chooseFiles(app.page, app.page.getByRole('button', { name: button }), [path])
}

const goTo = (name: string) =>
  app.page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name, exact: true }).click()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-tables-'))
  app = await openApp({ path: '/unit' })
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

  test('the same table again brings nobody twice, and a changed one corrects', async () => {
    const head = ['姓名', '身份证号', '性别', '民族', '手机号码']
    const known = ['韦晓莉', '452526197904182627', '女', '壮']
    await choose('选择表格…', '基本信息', [head, [...known, '']])
    await app.page.getByRole('button', { name: '导入 1 人' }).click()
    await app.page.getByText('1 人未变，没有重复导入。').waitFor()
    await choose('选择表格…', '基本信息', [head, [...known, '13807750001']])
    await app.page.getByRole('button', { name: '导入 1 人' }).click()
    await app.page.getByText('1 人与上次导入的不同').waitFor()
    await choose('选择表格…', '基本信息', [head, ['黄大明', ...known.slice(1), '']])
    await app.page.getByRole('button', { name: '导入 1 人' }).click()
    await app.page.getByText('有 1 处没有按表格改').waitFor()
    await app.page.getByRole('link', { name: '韦晓莉' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('a row that names nobody is told of, and nobody is imported before that is agreed to', async () => {
    const people = [
      ['姓名', '身份证号', '性别'],
      ['韦晓莉', '452526197904182627', '女'],
    ]
    const degrees = [
      ['身份证号', '学历', '毕业院校'],
      ['450000000000000000', '本科', '广西大学'],
    ]
    await chooseWorkbook('选择表格…', [
      { name: '基本信息', rows: people },
      { name: '学历学位情况', rows: degrees },
    ])
    await app.page.getByRole('cell', { name: '学历学位情况 A2' }).waitFor()
    const take = app.page.getByRole('button', { name: '导入 1 人' })
    expect(await take.isDisabled()).toBe(true)
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('checkbox', { name: '不要这些行，先导入其他的' }).check()
    await take.click()
    await app.page.getByText('1 人未变，没有重复导入。').waitFor()
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

  test('hand-picked people are exported with the columns chosen, and come back as they went', async () => {
    await managing(app).open('检查')
    const region = app.page.getByRole('region', { name: '人员列表' })
    await region.getByRole('checkbox', { name: '选择 韦晓莉' }).check()
    await app.page.getByRole('link', { name: '导出…' }).click()
    await app.page.getByRole('radio', { name: '在“检查”里选中的 1 人' }).and(app.page.locator(':checked')).waitFor()
    await app.page.getByText('全部栏目', { exact: true }).click()
    await app.page.getByRole('button', { name: '全不选' }).click()
    const basic = app.page.getByRole('group', { name: '基本信息' })
    await basic.getByRole('checkbox', { name: '民族' }).check()
    await basic.getByRole('checkbox', { name: '出生地' }).check()
    expect(await findAxeViolations(app.page)).toEqual([])
    const saved = await app.download(() => app.page.getByRole('button', { name: '导出…' }).click())
    const tables = await readXlsx(new Blob([await readFile(saved.path)]))
    const [people, ...others] = tables.ok ? tables.value : []
    expect(others).toEqual([])
    expect(people?.rows.map(({ cells }) => cells.slice(1, -1))).toEqual([
      ['姓名', '身份证号', '民族', '民族代码', '出生地', '出生地代码'],
      ['韦晓莉', '452526197904182627', '壮族', '08', '广西壮族自治区 玉林市 北流市', '450981'],
    ])
    await chooseFile('选择表格…', saved.path)
    await app.page.getByText('读到 1 人').waitFor()
    await app.page.getByRole('button', { name: '不导入' }).click()
    for (const format of ['csv', 'json']) {
      await app.page.getByLabel('格式').selectOption(format)
      const other = await app.download(() => app.page.getByRole('button', { name: '导出…' }).click())
      expect(other.fileName).toMatch(format === 'csv' ? /\.zip$/ : /\.json$/)
    }
    await managing(app).open('检查')
    await app.page.getByRole('button', { name: '取消选择' }).click()
  })

  test('an export that is cancelled saves nothing, and the next one works', async () => {
    const pack = join(folder, 'many.rpz')
    const below = {
      ...aUnit,
      name: '北流市第二中学',
      orgCode: '12450981498811999X',
      parent: { name: aUnit.name, orgCode: aUnit.orgCode },
    }
    await writeSyntheticPack(pack, 1500, below)
    await managing(app).open('接收报送')
    await managing(app).receive([pack])
    await goTo('导入导出')
    await app.page
      .getByRole('button', { name: '全选' })
      .or(app.page.getByText(/个栏目$/))
      .first()
      .click()
    await app.page.getByRole('button', { name: '全选' }).click()
    // The worker hears nothing for a while, so that there is time to cancel on any machine.
    await app.page.evaluate(() => {
      const post: unknown = Reflect.get(Worker.prototype, 'postMessage')
      const hold = function hold(this: Worker, message: unknown): void {
        const isMore = typeof message === 'object' && message !== null && Reflect.get(message, 'kind') === 'more'
        if (!isMore && typeof post === 'function') Reflect.apply(post, this, [message])
      }
      Reflect.set(Worker.prototype, 'postMessage', hold)
      Object.assign(window, { letGo: () => Reflect.set(Worker.prototype, 'postMessage', post) })
    })
    await app.page.getByRole('button', { name: '导出…' }).click()
    await app.page.getByRole('button', { name: '取消导出' }).click()
    await app.page.evaluate(() => Reflect.get(window, 'letGo')())
    await app.page.getByText('已取消，没有保存文件。').waitFor()
    await app.page.getByRole('progressbar').waitFor({ state: 'detached' })
    expect(await app.page.getByRole('alert').count()).toBe(0)
    const saved = await app.download(() => app.page.getByRole('button', { name: '导出…' }).click())
    const tables = await readXlsx(new Blob([await readFile(saved.path)]))
    expect(tables.ok && tables.value[0]?.rows).toHaveLength(1503)
  })

  test('the register and the list of people expected are kept, and tell who is missing', async () => {
    await goTo('名录')
    const keep = app.page.getByRole('button', { name: '保存', exact: true })
    await choose('导入单位名录…', '只有表头', [['单位全称', '组织机构代码']])
    await app.page.getByText('表格里一条也没有读到').waitFor()
    expect(await keep.count()).toBe(0)
    await choose('导入单位名录…', '名录', [
      ['学校名称', '主管部门代码', '组织机构代码', '别名'],
      [aUnit.name, '11450981007712345A', aUnit.orgCode, '北流一中'],
    ])
    await app.page.getByText('C 列“组织机构代码” → 组织机构代码').waitFor()
    await keep.click()
    await app.page.getByText('名录里有 1 个单位').waitFor()
    const expected = join(folder, '应报.csv')
    await writeFile(expected, `姓名,单位,身份证号,电话\r\n韦晓莉,${aUnit.name},,1\r\n没报的人,,45252619790418266X,\r\n`)
    await chooseFile('导入应报名单…', expected)
    await app.page.getByText('读取的列：A 列“姓名” → 姓名、B 列“单位” → 单位、C 列“身份证号” → 身份证号。').waitFor()
    await app.page.getByText('没有用到的列：D 列“电话”。').waitFor()
    await keep.click()
    // Whom the unit imported from its table has not reported.
    await app.page.getByText('应报 2 人，未报 2 人（其中单位代录 1 人）').waitFor()
    await app.page.getByRole('row', { name: '韦晓莉' }).getByText('本人未报送，单位已代录').waitFor()
    await app.page.getByRole('cell', { name: '没报的人' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    const head = ['姓名', '身份证号']
    await chooseWorkbook('导入应报名单…', [
      { name: '说明', rows: [['每个学校一个工作表']] },
      { name: '一中', rows: [head, ['韦晓莉', '452526197904182627'], ['没报的人', '45252619790418266X']] },
      { name: '二中', rows: [head, ['没报的𠮷', '452526197904182686']] },
    ])
    await app.page.getByText('读取的工作表：一中、二中。').waitFor()
    await app.page.getByText('没有读的工作表：说明。').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await keep.click()
    await app.page.getByText('应报 3 人，未报 3 人').waitFor()
  })

  test('who has not reported is printed and exported, and who reported unexpected is listed', async () => {
    const printed = await app.download(() => app.page.getByRole('button', { name: '打印未报名单（PDF）' }).click())
    expect(printed.fileName).toMatch(/^北流市第一中学_未报名单_\d{8}\.pdf$/)
    const [page = ''] = pdfText(new Uint8Array(await readFile(printed.path)))
    const noted = ['未报 3 人（其中单位代录 1 人）', '韦晓莉', '本人未报送']
    for (const said of [...noted, '没报的人', '45252619790418266X', '没报的𠮷', '第 1 页 / 共 1 页'])
      expect(page).toContain(said)
    const saved = await app.download(() => app.page.getByRole('button', { name: '导出未报名单…' }).click())
    const tables = await readXlsx(new Blob([await readFile(saved.path)]))
    expect(tables.ok && tables.value[0]?.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['姓名', '身份证号'],
      ['韦晓莉', '452526197904182627'],
      ['没报的人', '45252619790418266X'],
      ['没报的𠮷', '452526197904182686'],
    ])
    await app.page.getByRole('button', { name: '查看名单之外的人' }).click()
    await app.page.getByText('应报名单之外的人').waitFor()
    await app.page.locator('.above').getByText('1501 人', { exact: true }).waitFor()
  })

  test('a number of the list that came under another name counts neither way, and stands apart (M03)', async () => {
    await goTo('名录')
    await choose('导入应报名单…', '应报', [
      ['姓名', '身份证号'],
      ['韦小丽', '452526197904182627'],
      ['没报的人', '45252619790418266X'],
    ])
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    await app.page.getByText('应报 2 人，未报 1 人').waitFor()
    await app.page.getByText('有 1 人的身份证号，报来时是另一个姓名').waitFor()
    await app.page.getByRole('cell', { name: '韦小丽' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('link', { name: '韦晓莉' }).click()
    await app.page.getByRole('heading', { name: '韦晓莉' }).waitFor()
    expect(app.complaints).toEqual([])
  })
})

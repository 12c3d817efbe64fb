import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { EmbeddedJWK, generalVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAxeViolations } from './axe.ts'
import type { OpenedApp } from './browser.ts'
import { keepsProfile } from './engine.ts'
import { type FillingIn, fillingIn } from './filling-in.ts'
import { giveReasons } from './generate-submission.ts'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const run = promisify(execFile)

async function fillBasic(form: FillingIn): Promise<void> {
  await form.type('姓名', '韦晓莉')
  await form.type('身份证号', '452526197904182627')
  await form.choose('民族', 'zz', '壮族')
  await form.choose('出生地', '玉林地区北流县')
  await form.choose('籍贯', '北流市')
  await form.choose('政治面貌', 'qz')
  await form.type('参加工作时间', '200108')
  await form.type('单位', '北流市第一中学')
  await form.choose('单位所在地', 'beiliushi')
  await form.choose('个人身份性质', '21')
  await form.type('现从事何种专业技术工作', '高中语文教学')
  await form.type('开始从事专业技术工作时间', '2001.8')
  await form.choose('现专业技术职务', '053')
  await form.choose('是否留学回国人员', '否')
  await form.type('手机号码', '１３８０７７５００００')
  await form.type('电子邮箱', 'weixiaoli@example.com')
}

async function fillEducation(form: FillingIn): Promise<void> {
  await form.openSheet('学历学位情况')
  await form.choose('学历项目', '第一学历')
  await form.choose('学历', '大学本科毕业')
  await form.type('毕业院校', '广西师范大学')
  await form.type('所学专业', '汉语言文学')
  await form.type('毕业时间', '2001年7月')
}

/**
 * The main job of a person, offline from the first click to the signed file: the same tests for every way the app is
 * brought to them. Called inside a `describe`.
 */
export function testMainJob(openIt: () => Promise<OpenedApp>): void {
  let app: OpenedApp
  let form: FillingIn
  beforeAll(async () => {
    app = await openIt()
    await app.untilOfflineReady()
    await app.goOffline()
    await app.page.reload()
    await app.page.getByRole('button', { name: '新建记录' }).click()
    form = fillingIn(app.page)
  })
  afterAll(() => app.close())

  test('shows what is missing before anything is typed', async () => {
    await app.page.getByRole('link', { name: '学历学位情况 2 项待处理' }).waitFor()
    const open = await app.page
      .getByRole('region', { name: '检查' })
      .getByRole('button', { name: /必录项/ })
      .count()
    expect(open).toBeGreaterThan(10)
  })

  test('fills in the basic sheet, with help under the active field and values taken from the ID number', async () => {
    await app.page.getByRole('textbox', { name: /姓名/ }).focus()
    await app.page.getByText('按居民身份证填写，不要加空格').waitFor({ state: 'visible' })
    await fillBasic(form)
    expect(await app.page.getByRole('combobox', { name: /性别/ }).inputValue()).toContain('女')
    expect(await app.page.getByRole('textbox', { name: /出生日期/ }).inputValue()).toContain('1979')
    expect(await app.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750000')
    await form.untilSaved()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test.runIf(keepsProfile)('finds everything again after the browser was closed', async () => {
    const path = app.pathOf(app.page.url())
    await app.kill()
    await app.relaunch(path)
    form = fillingIn(app.page)
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    expect(await app.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓莉')
    expect(await app.page.getByRole('textbox', { name: /单位/ }).first().inputValue()).toBe('北流市第一中学')
  })

  test('refuses to hand in while something is open, and names it', async () => {
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.getByText('还不能报送').waitFor()
    expect(await app.page.getByRole('button', { name: '生成报送' }).isDisabled()).toBe(true)
    await app.page.getByRole('button', { name: /“第一学历”必须填写/ }).click()
    await app.page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
  })

  test('fills in education and a title; the title brings its series and level', async () => {
    await fillEducation(form)
    await app.page
      .getByRole('button', { name: /最高学历/ })
      .first()
      .click()
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    await form.choose('资格名称', '中学一级教师')
    expect(await app.page.getByRole('combobox', { name: /职称等级/ }).inputValue()).toContain('中级')
    await form.choose('取得方式', '晋升')
    await form.choose('评审会', '')
    await form.type('签发时间', '200612')
    await form.type('证书编号', 'B0612345')
    await form.untilSaved()
  })

  test('asks a reason for each warning and then signs a file that reads back', async () => {
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await giveReasons(app.page)
    expect(await findAxeViolations(app.page)).toEqual([])
    const file = await app.download(() => app.page.getByRole('button', { name: '生成报送' }).click())
    await app.page.getByText('已读回核对').waitFor()
    expect(file.fileName).toMatch(/^韦晓莉_452526…2627_\d{8}_r1\.rpu$/)

    const { payload, signatures } = JSON.parse(await file.text())
    await generalVerify({ payload, signatures }, EmbeddedJWK, { algorithms: ['ES256'] })
    const { stdout } = await run(process.execPath, [cli, 'verify', '--json', file.path])
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, revision: 1 })
    const checked = await run(process.execPath, [cli, 'check', '--json', file.path])
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true })
  })

  test('keeps a list of what was generated', async () => {
    await app.page.goto(app.addressOf('/submissions'))
    await app.page.getByText(/^韦晓莉_452526…2627_\d{8}_r1\.rpu$/).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('keeps to its content policy all the way', () => {
    expect(app.complaints.filter((text) => /content security|trusted ?types?|refused to/i.test(text))).toEqual([])
  })
}

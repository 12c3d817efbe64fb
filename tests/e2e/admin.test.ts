import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSetUpCode } from '#server/access/set-up-code.ts'
import { openStore } from '#server/store/open-store.ts'
import { readTask } from '#core/task/read-task.ts'
import { axeViolations, findAxeViolations } from '#tests/support/axe.ts'
import { type AppServer, startServer } from '#tests/support/app-server.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { downloadBy } from '#tests/support/download.ts'
import { endSession } from '#tests/support/end-session.ts'
import { hasPasskeyDevice, launchBrowser } from '#tests/support/engine.ts'
import { freePort } from '#tests/support/free-port.ts'
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'

const password = '春江水暖鸭先知2026'
const list = `\uFEFF单位名称,组织机构代码,行政区划代码,级别,上级单位代码
南宁市第二中学,U1,450103,单位,D1
南宁市,C1,450100,市,
"南宁市教育局（""市直""）",D1,450100,主管部门,C1
`

let folder: string
let server: AppServer
let origin: string
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-admin-'))
  const port = await freePort()
  // Browsers take this name for a safe place, as passkeys need.
  origin = `http://localhost:${port}`
  server = await startServer(port, { CAIBAO_DATA: join(folder, 'data'), PASSKEYS: 'on', PUBLIC_ORIGIN: origin })
  context = await launchBrowser(join(folder, 'profile'), {}, complaints)
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await context.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** The link the server prints at its first start; a new one, because nobody reads along here. */
async function setUpLink(): Promise<string> {
  const store = await openStore({ dataFolder: join(folder, 'data') })
  const code = await makeSetUpCode(store, Date.now())
  await store.close()
  return `${origin}/admin/setup#${code}`
}

/** A passkey device of the browser's own, that always agrees. */
async function addAuthenticator(): Promise<void> {
  const debug = await context.newCDPSession(page)
  await debug.send('WebAuthn.enable')
  await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const open = (name: string) => page.getByRole('navigation', { name: '网上管理' }).getByRole('link', { name }).click()

describe('the server’s own screens', () => {
  let link = ''

  test('set the server up by the link it printed at its first start', async () => {
    await page.goto(`${origin}/admin`)
    await page.getByText('这台服务器还没有设置').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto('about:blank')
    await page.goto(await setUpLink())
    await heading('设置服务器').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByLabel('单位全称（与公章一致）').fill('广西壮族自治区职改办')
    await page.getByLabel('组织机构代码').fill('r0')
    await page.getByLabel('姓名').fill('黄管理')
    await page.getByLabel('口令', { exact: true }).fill(password)
    const done = page.getByRole('button', { name: '完成设置' })
    expect(await done.isDisabled(), 'without a name to sign in with').toBe(true)
    await page.getByLabel('登录名').fill('黄 管理')
    await done.click()
    await page.getByText('登录名只能用汉字、字母、数字').waitFor()
    await page.getByLabel('登录名').fill('huang')
    await done.click()
    await heading('单位').waitFor()
    await page.getByRole('rowheader', { name: '广西壮族自治区职改办' }).waitFor()
  })

  test('import a list of organisations and move one', async () => {
    const file = join(folder, '单位表.csv')
    await writeFile(file, list)
    await chooseFiles(page, page.getByRole('button', { name: '选择表格…' }), [file])
    await page.getByText('新增 3 个，更新 0 个，未变 0 个').waitFor()
    await page.getByRole('button', { name: '更正或移动：南宁市第二中学' }).click()
    const dialog = page.getByRole('dialog', { name: '更正或移动：南宁市第二中学' })
    await dialog.getByLabel('上级单位').selectOption({ label: '南宁市' })
    await dialog.getByLabel('机构代码').fill('没有空格 也不行')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('名称、机构代码或行政区划代码').waitFor()
    await dialog.getByLabel('机构代码').fill(' 12450100mb0001x ')
    await dialog.getByLabel('行政区划代码（6 位）').fill('4501')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('名称、机构代码或行政区划代码').waitFor()
    await dialog.getByLabel('行政区划代码（6 位）').fill('450102')
    await dialog.getByLabel('级别', { exact: true }).selectOption({ label: '主管部门' })
    expect(await findAxeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('row', { name: /^南宁市第二中学 12450100MB0001X 主管部门/ }).waitFor()
    await expect
      .poll(() => page.getByRole('rowheader').allTextContents())
      .toEqual(['广西壮族自治区职改办', '南宁市', '南宁市第二中学', '南宁市教育局（"市直"）'])
    await page.getByRole('button', { name: '更正或移动：南宁市第二中学' }).click()
    const division = dialog.getByLabel('行政区划代码（6 位）')
    await expect.poll(() => division.inputValue()).toBe('450102')
    await dialog.getByLabel('上级单位').selectOption({ label: '广西壮族自治区职改办' })
    await dialog.getByLabel('行政区划代码（6 位）').fill('4501')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('名称、机构代码或行政区划代码').waitFor()
    await dialog.getByRole('button', { name: '取消' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '更正或移动：南宁市第二中学' }).click()
    const parent = dialog.getByLabel('上级单位').locator('option:checked')
    await expect.poll(() => parent.textContent(), { message: 'what was cancelled is not kept' }).toBe('南宁市')
    await expect.poll(() => division.inputValue()).toBe('450102')
    await expect.poll(() => dialog.getByText('名称、机构代码或行政区划代码').count()).toBe(0)
    await dialog.getByLabel('级别', { exact: true }).selectOption({ label: '单位' })
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /^南宁市第二中学 12450100MB0001X 单位/ }).waitFor()
    await writeFile(file, `${list}坏行,X,450100,单位,没有\n`)
    await chooseFiles(page, page.getByRole('button', { name: '选择表格…' }), [file])
    await page.getByText('一个单位也没有导入').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('keep what is half typed when the session ends by itself, and go on there once signed in again', async () => {
    await page.getByRole('button', { name: '更正或移动：南宁市第二中学' }).click()
    const dialog = page.getByRole('dialog', { name: '更正或移动：南宁市第二中学' })
    await dialog.getByLabel('名称').fill('南宁市第二中学（青山）')
    await endSession(page)
    await dialog.getByRole('button', { name: '保存' }).click()
    await heading('登录').waitFor()
    await expect.poll(() => dialog.isVisible()).toBe(false)
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await expect.poll(() => dialog.getByLabel('名称').inputValue()).toBe('南宁市第二中学（青山）')
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('dialog:modal').length)).toBe(1)
    await dialog.getByRole('button', { name: '取消' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  test('invite a colleague without a password', async () => {
    await open('人员与邀请')
    await heading('人员与邀请').waitFor()
    await page.getByLabel('单位', { exact: true }).selectOption({ label: '南宁市第二中学' })
    await page.getByText('这个单位还没有账号').waitFor()
    await page.getByLabel('姓名').fill('覃审核')
    await page.getByLabel('角色').selectOption({ label: '审核员' })
    await page.getByRole('button', { name: '生成邀请码' }).click()
    const code = await page.getByText(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/).textContent()
    link = `${origin}/admin/invitation#${code?.trim()}`
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '退出登录' }).click()
    await heading('登录').waitFor()
    await page.getByText('用管理员给您的账号登录').waitFor()
  })

  test('are entered by the colleague with a password of their own', async () => {
    const invited = page.getByText('覃审核，南宁市第二中学请您担任审核员。')
    await page.getByRole('link', { name: '有邀请码或重设码？' }).click()
    await page.getByLabel('邀请码或重设码').fill(link)
    await page.getByRole('button', { name: '查看邀请' }).click()
    await invited.waitFor()
    await page.goto('about:blank')
    await page.goto(link)
    await invited.waitFor()
    await page.getByLabel('登录名').fill('覃审核（二中）')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '设好并登录' }).click()
    await page.getByText('登录名只能用汉字、字母、数字').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByLabel('登录名').fill('qin')
    await page.getByRole('button', { name: '设好并登录' }).click()
    await heading('实时人数').waitFor()
    await page.getByText('没有下级单位').waitFor()
    // A reviewer sees no door that is closed to them.
    expect(await page.getByRole('link', { name: '人员与邀请' }).count()).toBe(0)
    // Nor do they correct what a unit is.
    await open('单位')
    await page.getByRole('rowheader', { name: '南宁市第二中学' }).waitFor()
    expect(await page.getByRole('button', { name: /^更正或移动/ }).count()).toBe(0)
    await page.getByRole('button', { name: '退出登录' }).click()
    // A page that is left before the server has heard of it leaves the session open.
    await heading('登录').waitFor()
  })

  test('say on the sign-in page what went wrong at the identity provider', async () => {
    for (const [why, said] of [
      ['unknown', '没有绑定它的账号'],
      ['unreachable', '连不上统一身份认证'],
      ['refused', '统一身份认证的答复没有通过核对'],
    ] as const) {
      await page.goto(`${origin}/admin?identity=${why}`)
      await page.getByText(said).waitFor()
    }
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('sign in by the keyboard alone, and tell a wrong password in plain words', async () => {
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill('不是这个口令')
    await page.keyboard.press('Enter')
    await page.getByText('登录名或口令不对').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await heading('实时人数').waitFor()
  })

  test('open a task for uploads, with its token in the signed file', async () => {
    await open('本机管理版')
    await managing({ page }).setUp({ ...aUnit, name: '南宁市第二中学', orgCode: '12450100MB0001X' })
    await page.getByLabel('可以网上报送').check()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '签发采集任务' }).click()
    const saving = () => page.getByRole('button', { name: '保存 .task 文件' }).click()
    const file = await downloadBy(page, join(folder, 'profile'), saving)
    const task = await readTask(await file.text())
    const info: unknown = await (await fetch(`${server.origin}/api/v1/server`)).json()
    expect(task).toMatchObject({ ok: true, value: { content: { server: origin } } })
    const { token = '', serverKey } = task.ok ? task.value.content : {}
    expect(info).toMatchObject({ kid: serverKey })
    const upload = (bearer: string) =>
      fetch(`${server.origin}/api/v1/submissions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${bearer}` },
        body: '{}',
      })
    // Known to the server: not the token is refused but the file.
    expect((await upload(token)).status).toBe(422)
    expect((await upload('A'.repeat(43))).status).toBe(401)
    await page.goto(`${origin}/admin`)
    await heading('实时人数').waitFor()
  })

  test.runIf(hasPasskeyDevice)('sign in by a passkey', async () => {
    await addAuthenticator()
    await page.getByRole('link', { name: '黄管理' }).click()
    await heading('我的账号').waitFor()
    await page.getByLabel('名称').fill('办公室电脑')
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('办公室电脑 ·').waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('button', { name: '用通行密钥登录' }).click()
    await page.getByRole('link', { name: '黄管理' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: '用通行密钥登录' }).count()).toBe(0)
  })

  test('change the password', async () => {
    await page.getByRole('link', { name: '黄管理' }).click()
    await heading('我的账号').waitFor()
    await page.getByLabel('现在的口令').fill(password)
    await page.getByLabel('新口令').fill(`${password}改`)
    await page.getByRole('button', { name: '修改口令' }).click()
    await page.getByText('口令已修改').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await open('实时人数')
    await heading('实时人数').waitFor()
  })

  test('list the tasks of one organisation', async () => {
    await open('网上任务')
    const whose = page.getByLabel('看哪个单位的')
    await whose.selectOption({ label: '南宁市' })
    await page.getByText('还没有开通网上报送的任务。').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await open('实时人数')
    await heading('实时人数').waitFor()
  })

  test('show live totals down the tree, and fit a telephone', async () => {
    await page.getByRole('button', { name: '看南宁市的下级' }).click()
    await page.getByText('南宁市及下级').waitFor()
    await page.getByRole('button', { name: '看南宁市教育局（"市直"）的下级' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    for (const name of ['实时人数', '单位', '网上任务', '人员与邀请', '采集方案', '删除数据']) {
      await open(name)
      await heading(name === '删除数据' ? '删除一个人的数据' : name).waitFor()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow, name).toBeLessThanOrEqual(0)
    }
    // A password that is wrong is answered 401; nothing else complained.
    expect(complaints.filter((line) => !/401|403|422/.test(line))).toEqual([])
  })
})

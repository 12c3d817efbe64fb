import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { endSession } from '#tests/support/end-session.ts'
import { launchBrowser } from '#tests/support/engine.ts'
import { freePort } from '#tests/support/free-port.ts'
import { hasAnswered } from '#tests/support/has-answered.ts'
import { type Issuer, startIssuer } from '#tests/support/identity-issuer.ts'

const password = '春江水暖鸭先知2026'

describe('the account page where the server knows an identity provider', () => {
  const complaints: string[] = []
  let folder: string
  let issuer: Issuer
  let server: ServerProcess
  let context: BrowserContext
  let page: Page
  let origin: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-identity-'))
    issuer = await startIssuer()
    const port = await freePort()
    origin = `http://localhost:${port}`
    server = await startServer(port, {
      PUBLIC_ORIGIN: origin,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: 'caibao',
      OIDC_CLIENT_SECRET: 's',
      OIDC_NAME: '自治区统一认证',
    })
    context = await launchBrowser(join(folder, 'profile'), {}, complaints)
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await setUp()
  })
  afterAll(async () => {
    await context.close()
    await server.stop()
    issuer.server.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  async function setUp(): Promise<void> {
    await page.goto(`${origin}/admin/setup#${await server.setUpCode()}`)
    await page.getByLabel('单位全称（与公章一致）').fill('广西壮族自治区职改办')
    await page.getByLabel('组织机构代码').fill('R0')
    await page.getByLabel('姓名').fill('黄管理')
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '完成设置' }).click()
    await page.getByRole('heading', { level: 1, name: '单位' }).waitFor()
  }

  const enterByProvider = () => page.getByRole('link', { name: '用自治区统一认证登录' }).click()
  const leave = () => page.getByRole('button', { name: '退出登录', exact: true }).click()

  test('binds an identity, which then signs in', async () => {
    await page.goto(`${origin}/admin/account`)
    await page.getByRole('heading', { level: 2, name: '自治区统一认证' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '绑定自治区统一认证' }).click()
    await page.getByText('已绑定到这个账号，下次可以用它登录。').waitFor()
    await page.getByText(/^person-1 · .* 绑定$/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await leave()
    await enterByProvider()
    await page.getByRole('link', { name: '黄管理' }).or(page.getByText('黄管理')).first().waitFor()
    await expect.poll(() => page.getByRole('heading', { level: 1, name: '登录' }).count()).toBe(0)
  })

  test('signs in beside what is half typed when the session ends, and the page goes on there', async () => {
    await page.goto(`${origin}/admin/staff`)
    const name = page.getByLabel('姓名')
    await name.fill('覃审核')
    await page.getByLabel('角色').selectOption({ label: '审核员' })
    await endSession(page)
    await page.getByRole('button', { name: '生成邀请码' }).click()
    await page.getByText('没填完的还在这一页').waitFor()
    expect(await name.isVisible()).toBe(false)
    expect(await findAxeViolations(page)).toEqual([])
    const link = page.getByRole('link', { name: '用自治区统一认证登录（打开新标签页）' })
    expect(await link.getAttribute('target')).toBe('_blank')
    // Not by a click: WebKitGTK’s driver tells of no tab that a page opens.
    const beside = await context.newPage()
    await beside.goto(`${origin}${await link.getAttribute('href')}`)
    await beside.getByRole('link', { name: '黄管理' }).waitFor()
    await beside.close()
    // No tab of a test is ever out of sight.
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await name.waitFor()
    await expect.poll(() => name.inputValue()).toBe('覃审核')
    await page.getByRole('button', { name: '生成邀请码' }).click()
    await page.getByText(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/).waitFor()
  })

  test('takes it away again, and nobody is signed in by it', async () => {
    await page.goto(`${origin}/admin/account`)
    await page.getByRole('button', { name: '解除绑定：person-1' }).click()
    await page.getByText('已解除绑定').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^解除绑定/ }).count()).toBe(0)
    await leave()
    await enterByProvider()
    await page.getByText('没有绑定它的账号').waitFor()
    // Chromium notes every answer that is none of success; without a session the server says 401.
    expect(complaints.filter((text) => !text.includes('401 (Unauthorized)'))).toEqual([])
  })

  test('says when binding came to nothing, and nothing is bound', async () => {
    await page.getByLabel('登录名').fill('huang')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('button', { name: '退出登录', exact: true }).waitFor()
    await page.goto(`${origin}/admin/account`)
    issuer.claims = { nonce: 'of another question' }
    await page.getByRole('button', { name: '绑定自治区统一认证' }).click()
    await page.getByText('没有绑定：对方的答复没有通过核对').waitFor()
    // What is bound is listed a moment after the page stands again.
    await expect.poll(() => hasAnswered(page, '/identities')).toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
    expect(await page.getByRole('button', { name: /^解除绑定/ }).count()).toBe(0)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { type AppServer, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { launchBrowser } from '#tests/support/engine.ts'
import { hasAnswered } from '#tests/support/has-answered.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

let folder: string
let server: AppServer
let origin: string
let office: UnitOffice
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-work-'))
  const started = await startServer(0, { CAIBAO_DATA: join(folder, 'data') })
  server = started
  origin = started.origin
  office = await openUnitOffice(origin, await started.setUpCode())
  context = await launchBrowser(join(folder, 'profile'), {}, complaints)
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${origin}/admin`)
  await page.getByLabel('登录名').fill(office.account.loginName)
  await page.getByLabel('口令', { exact: true }).fill(office.account.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await heading('实时人数').waitFor()
})
afterAll(async () => {
  await context.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const open = (name: string) => page.getByRole('navigation', { name: '网上管理' }).getByRole('link', { name }).click()

describe('what an administrator does on the server’s screens', () => {
  test('erase a person by the code on the paper, and keep the trace', async () => {
    const { text, digest } = await aSignedFile({ taskId: office.task.id })
    const sent = await fetch(`${server.origin}/api/v1/submissions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${office.task.token}` },
      body: text,
    })
    expect(sent.status).toBe(200)
    await open('删除数据')
    await heading('删除一个人的数据').waitFor()
    await page.getByText('没有删除过').waitFor()
    await page.getByLabel('校验码').fill(formatDigest(digest))
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('第 1 次报送').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '删除此人的全部数据…' }).click()
    const dialog = page.getByRole('dialog', { name: '删除此人的全部数据？' })
    expect(await dialog.getByRole('button', { name: '删除', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('已核实是本人提出的要求').check()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await page.getByText('已删除 1 份的内容').waitFor()
    const trace = page.getByRole('region', { name: '删除记录' })
    await trace.getByText('覃老师').waitFor()
    expect(await trace.innerText()).toContain(formatDigest(digest))
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('are told when what was erased goes from the server’s files only after a backup', async () => {
    const { text, digest } = await aSignedFile({ taskId: office.task.id })
    const headers = { Authorization: `Bearer ${office.task.token}` }
    expect((await fetch(`${origin}/api/v1/submissions`, { method: 'POST', headers, body: text })).status).toBe(200)
    await page.getByLabel('校验码').fill(formatDigest(digest))
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('button', { name: '删除此人的全部数据…' }).click()
    const dialog = page.getByRole('dialog', { name: '删除此人的全部数据？' })
    await dialog.getByLabel('已核实是本人提出的要求').check()
    // A backup reads a state from before.
    const backup = new DatabaseSync(join(folder, 'data', 'caibao.sqlite'), { readOnly: true })
    backup.exec('begin; select position from log_head')
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await page.getByText('已删除 1 份的内容').waitFor()
    expect(await page.getByText('等它过去后会自动抹去').count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    backup.close()
  })

  test('take the token of a task back', async () => {
    await open('网上任务')
    await heading('网上任务').waitFor()
    await page.getByRole('button', { name: /^收回令牌：北流市第一中学/ }).click()
    const dialog = page.getByRole('dialog', { name: '收回这个令牌？' })
    await dialog.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: '收回', exact: true }).click()
    await page.getByRole('cell', { name: /已收回$/ }).waitFor()
    const refused = await fetch(`${server.origin}/api/v1/submissions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${office.task.token}` },
      body: '{}',
    })
    expect([refused.status, await refused.json()]).toMatchObject([401, { params: { why: 'revoked' } }])
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('publish a scheme, and see who works with which', async () => {
    const key = await aSigningKey()
    const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
    const text = await publishScheme(await anUpdate(await compiledBundle()), said, key)
    await open('采集方案')
    await heading('采集方案').waitFor()
    await page.getByText('还没有发布过').waitFor()
    await chooseFiles(page, page.getByRole('button', { name: '选方案文件…' }), [{ name: '方案.scheme', text }])
    await page.getByRole('region', { name: '将要发布 2012.2 版' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '核对无误，发布' }).click()
    await page.getByRole('rowheader', { name: '2012.2' }).waitFor()
    const uses = page.getByRole('region', { name: '谁在用哪一版' })
    await expect
      .poll(() => uses.getByRole('row').allInnerTexts())
      .toContainEqual(expect.stringMatching(/北流市第一中学\s+2012\.1\s+0\s+1/))
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('the app of everybody fetches it, offers it, and tells of it once it is installed', async () => {
    const person = await context.newPage()
    person.setDefaultTimeout(20_000)
    await person.goto(origin)
    await person.getByText('有新的采集方案 2012.2 版').waitFor()
    await person.getByRole('link', { name: '查看' }).click()
    const offer = person.getByRole('region', { name: '方案更新 2012.2 版' })
    await offer.getByText('第一次装入').waitFor()
    expect(await findAxeViolations(person)).toEqual([])
    await offer.getByRole('button', { name: '核对无误，装入' }).click()
    await person.getByRole('button', { name: '现在刷新' }).click()
    await person.getByText('2012.2 版（由方案更新文件装入）').waitFor()
    await person.goto(origin)
    await expect.poll(() => hasAnswered(person, '/schemes')).toBe(true)
    await person.getByRole('button', { name: '新建记录' }).waitFor()
    expect(await person.getByText('有新的采集方案').count()).toBe(0)
    await person.close()
    await page.goto(`${origin}/admin/schemes`)
    await page.getByRole('region', { name: '谁在用哪一版' }).getByRole('cell', { name: '2012.2' }).waitFor()
  })

  test('and nothing complained', () => {
    expect(complaints.filter((line) => !/401|403|422/.test(line))).toEqual([])
  })
})

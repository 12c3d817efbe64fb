import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listChanges } from '#core/sync/replication.ts'
import { readTask } from '#core/task/read-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { Unit } from '#core/unit/unit.ts'
import { startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { type Clerk, setUpTree, staffPassword } from '#tests/support/clerk.ts'
import { downloadBy } from '#tests/support/download.ts'
import { hasDebugger, launchBrowser } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { aServerDatabase, type ServerDatabase, serverDatabases } from '#tests/support/server-databases.ts'
import { aUnit } from '#tests/support/units.ts'

const dayMs = 24 * 3_600_000
const region: Unit = { name: '广西壮族自治区职改办', orgCode: 'R0', division: '450000', level: 'region' }
const city: Unit = {
  name: '玉林市职改办',
  orgCode: '114509000077123456',
  division: '450900',
  level: 'city',
  parent: { name: region.name, orgCode: region.orgCode },
}
const school: Unit = { ...aUnit, parent: { name: city.name, orgCode: city.orgCode } }

/** A browser of somebody else, with a profile of its own. */
interface Desk extends Managing {
  readonly page: Page
  readonly context: BrowserContext
  readonly profile: string
}

// A killed browser, a moved clock: what only the debugger of one engine can do.
describe.runIf(hasDebugger).for(serverDatabases())('from a person to the region, with %s', (name) => {
  let database: ServerDatabase
  let folder: string
  let person: OpenedApp
  let unit: Desk
  let office: Clerk
  let officeId: string
  let taskFragment: string
  const complaints: string[] = []

  async function openDesk(who: string, path = '/unit'): Promise<Desk> {
    const profile = join(folder, who)
    const context = await launchBrowser(profile, {}, complaints)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(`${person.origin}${path}`)
    return { ...managing({ page }), page, context, profile }
  }

  beforeAll(async () => {
    database = await aServerDatabase(name)
    const { env } = database
    folder = await mkdtemp(join(tmpdir(), 'caibao-whole-'))
    const starting = startServer(0, env)
    person = await openApp({ start: (port) => (port === undefined ? starting : startServer(port, env)) })
    const tree = await setUpTree(person.origin, await (await starting).setUpCode(), [region, city, school])
    office = await tree.invite(school, 'reviewer', { loginName: 'shenhe', displayName: '覃审核' })
    officeId = tree.orgId(school)
    await tree.invite(city, 'reviewer', { loginName: 'shi', displayName: '梁主管' })
    await tree.invite(region, 'collector', { loginName: 'qu', displayName: '韦处长' })
    unit = await openDesk('unit')
  }, 120_000)
  afterAll(async () => {
    await unit.context.close()
    await person.close()
    await database.remove()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  const arrived = async (): Promise<readonly { readonly digest: string }[]> => {
    const path = `/changes?orgId=${officeId}&after=0`
    const { items } = await office.call({ method: 'GET', path, answer: listChanges.answer })
    return items.filter((change) => change.kind === 'submission')
  }

  test('a unit joins its device to the server and invites', async () => {
    await unit.setUp(school)
    await unit.open('网上同步')
    await unit.page.getByText('还没有连服务器').waitFor()
    expect(await findAxeViolations(unit.page)).toEqual([])
    await unit.connect('shenhe')
    await unit.page.getByText('账号：覃审核').waitFor()
    expect(await findAxeViolations(unit.page)).toEqual([])
    await unit.open('本单位')
    await unit.page.getByRole('checkbox', { name: '可以网上报送' }).check()
    await unit.page.getByRole('button', { name: '签发采集任务' }).click()
    const file = await downloadBy(unit.page, unit.profile, () =>
      unit.page.getByRole('button', { name: '保存 .task 文件' }).click(),
    )
    const task = await readTask(await file.text())
    if (!task.ok) throw new Error(task.error.code)
    expect(task.value.content).toMatchObject({ server: person.origin, unit: school })
    taskFragment = await taskToFragment(task.value)
  })

  test('a person fills in offline for a day, closes the laptop amid the upload, and it arrives exactly once', async () => {
    await person.page.goto(`${person.origin}/tasks${taskFragment}`)
    await person.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await person.page.getByText(`由采集任务（${school.name}）确定，不能改。`).first().waitFor()
    await person.untilOfflineReady()
    await person.goOffline()
    await fillDraft(person.page, { hasUnit: true })
    await generateSubmission(person)
    await person.page.getByRole('link', { name: '查看交报情况' }).click()
    // A server on this very machine is tried also without a network.
    const tried = () => person.page.getByRole('status').filter({ hasText: '连不上服务器，会自动再试' }).waitFor()
    await tried()
    await person.kill()

    await person.relaunch('/outbox')
    await tried()
    await person.context.clock.setSystemTime(Date.now() + dayMs)
    const closed = new Promise<void>((resolve) => {
      void person.context.route('**/api/v1/submissions', async (route) => {
        // The server has it all; the lid is shut before its answer comes.
        await route.fetch()
        await person.kill()
        resolve()
      })
    })
    await person.goOnline()
    await closed
    expect(await arrived()).toHaveLength(1)
    await person.relaunch('/outbox')
    await person.context.clock.setSystemTime(Date.now() + dayMs)
    await person.page.getByRole('button', { name: '现在同步' }).click()
    await person.page.getByText('服务器已收到，有回执').waitFor()
    expect(await arrived()).toHaveLength(1)
    const receipt = await person.download(() => person.page.getByRole('button', { name: /^保存回执/ }).click())
    expect(JSON.parse(await receipt.text()).caibao).toBe('receipt/1')
  })

  test('the unit sees it and returns it with comments', async () => {
    await unit.sync()
    await unit.page.getByText('收到网上报送：1').waitFor()
    await unit.open('检查')
    await unit.page.getByText('1 人', { exact: true }).waitFor()
    await unit.openCase('韦晓莉')
    await unit.page.keyboard.press('r')
    const dialog = unit.page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: '基本信息 · 手机号码' })
    await dialog.getByLabel('说明（可不填）').fill('与登记表上的号码不一样')
    await downloadBy(unit.page, unit.profile, () => dialog.getByRole('button', { name: '生成退回单' }).click())
    await unit.page.getByRole('strong').getByText('退回', { exact: true }).waitFor()
    await unit.sync()
    await unit.page.getByText('退回单已送出').waitFor()
    expect(await findAxeViolations(unit.page)).toEqual([])
  })

  test('the person sees the comments at the fields, and the second revision passes', async () => {
    const { page } = person
    await page.getByRole('button', { name: '现在同步' }).click()
    await page.getByRole('link', { name: '去修改' }).click()
    await page.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await page.getByText('与登记表上的号码不一样').first().waitFor()
    await fillingIn(page).type('手机号码', '13907750001')
    await fillingIn(page).untilSaved()
    await generateSubmission(person)
    await page.getByRole('link', { name: '查看交报情况' }).click()
    await expect.poll(arrived, { timeout: 20_000 }).toHaveLength(2)

    await unit.sync()
    await unit.open('检查')
    await unit.openCase('韦晓莉')
    await unit.page.getByText('第 2 版').first().waitFor()
    await unit.page.getByText('13907750001').first().waitFor()
    await unit.page.getByRole('button', { name: '以上均已核对' }).click()
    await unit.page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
    await unit.page.getByRole('button', { name: '通过', exact: true }).click()
    await unit.page.getByText('韦晓莉 已通过。').waitFor()
    await unit.sync()
    await unit.page.getByText('这里做的每一步服务器都有了').waitFor()
    await page.getByRole('button', { name: '现在同步' }).click()
    await page.getByText(/\d\d:\d\d 单位审核通过/).waitFor()
  })

  test('the unit reports up, and the city sees it', async () => {
    await unit.open('上报')
    await unit.page.getByText('上报包会同时送往上级').waitFor()
    await unit.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await downloadBy(unit.page, unit.profile, () => unit.page.getByRole('button', { name: '上报 1 人' }).click())
    await unit.page.getByText('本单位上报').waitFor()
    await unit.sync()
    await unit.page.getByText('上报包已送达上级').waitFor()

    const above = await openDesk('city')
    await above.setUp(city, '梁主管')
    await above.connect('shi')
    await above.sync()
    await above.page.getByText('收到下级的上报包：1').waitFor()
    await above.open('检查')
    await above.openCase('韦晓莉')
    await above.page.getByText(`“${school.name}”已与原件核对并签名上报。`).waitFor()
    await above.sync()
    await above.page.getByText('这里做的每一步服务器都有了').waitFor()
    expect(await findAxeViolations(above.page)).toEqual([])
    await above.context.close()
  })

  test('an official of the region sees live totals', async () => {
    const official = await openDesk('region', '/admin')
    await official.page.getByLabel('登录名').fill('qu')
    await official.page.getByLabel('口令').fill(staffPassword)
    await official.page.getByRole('button', { name: '登录', exact: true }).click()
    const row = official.page.getByRole('row').filter({ hasText: city.name })
    await row.waitFor()
    // One person, reported: whom a level above works on is counted once.
    await expect.poll(() => row.getByRole('cell').allTextContents()).toEqual(['1', '0', '0', '0', '0', '1'])
    await official.context.close()
    expect(
      [...complaints, ...person.complaints].filter((line) => !/ERR_|Failed to fetch|net::|status of 401/.test(line)),
    ).toEqual([])
  })
})

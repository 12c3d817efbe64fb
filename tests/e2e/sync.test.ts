import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppServer, type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { backUpAndRead, openBackupFile } from '#tests/support/backing-up.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsProfile, knowsOffline } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { startLosingProxy } from '#tests/support/losing-proxy.ts'
import { aServerDatabase, type ServerDatabase, serverDatabases } from '#tests/support/server-databases.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

describe.for(serverDatabases())('handing in over the network, with %s', (name) => {
  let app: OpenedApp
  let office: UnitOffice
  let database: ServerDatabase
  let server: ServerProcess

  /** When the network comes back, the first answer is lost. */
  async function behindNetwork(port?: number): Promise<AppServer> {
    server = await startServer(0, database.env)
    return startLosingProxy(server, { port, loses: port === undefined ? undefined : '/api/v1/submissions' })
  }

  beforeAll(async () => {
    database = await aServerDatabase(name)
    app = await openApp({ start: behindNetwork })
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await app.untilOfflineReady()
  })
  afterAll(async () => {
    await app.close()
    await database.remove()
  })

  const digests = async (): Promise<readonly string[]> => (await office.arrivals()).map(({ digest }) => digest)

  test('waits offline, through a closed browser, and arrives exactly once although an answer was lost', async () => {
    await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await app.goOffline()
    await fillDraft(app.page, { hasUnit: true })
    await generateSubmission(app)
    await app.page.getByRole('link', { name: '查看交报情况' }).click()
    await app.page.getByText('连不上服务器，会自动再试').first().waitFor()
    if (keepsProfile) {
      await app.kill()
      await app.relaunch('/outbox')
    }
    await app.page.getByRole('heading', { name: '待同步 1' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])

    await app.goOnline()
    if (!knowsOffline) await app.page.getByRole('button', { name: '现在同步' }).click()
    await expect.poll(digests, { timeout: 20_000 }).toHaveLength(1)
    await app.page.getByRole('button', { name: /^再试一次/ }).click()
    await app.page.getByText('服务器已收到，有回执').waitFor()
    expect(await digests()).toHaveLength(1)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('shows what the unit returned at its field, and the next revision arrives', async () => {
    const [first] = await office.arrivals()
    if (!first) throw new Error('nothing arrived')
    await office.sendBack(first)
    await app.page.getByRole('button', { name: '现在同步' }).click()
    await app.page.getByRole('link', { name: '去修改' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('link', { name: '去修改' }).click()
    await app.page.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await app.page.getByText('与登记表上的号码不一样').first().waitFor()
    await fillingIn(app.page).type('手机号码', '13907750001')
    await fillingIn(app.page).untilSaved()
    await generateSubmission(app)
    await expect.poll(digests, { timeout: 20_000 }).toHaveLength(2)
    const [, second] = await office.arrivals()
    expect(second?.content).toMatchObject({ revision: 2, previous: first.digest })
    expect(second?.content.record.basic['mobile']).toBe('13907750001')
  })

  test('keeps a log in plain words, and the receipt can be saved', async () => {
    await app.page.getByRole('link', { name: '查看交报情况' }).click()
    await app.page.getByText('服务器已收到，有回执').first().waitFor()
    await app.page.getByText('同步记录', { exact: true }).click()
    const log = app.page.getByRole('region', { name: '网上报送' })
    await log.getByText('收到单位的退回单').waitFor()
    const receipt = await app.download(() =>
      app.page
        .getByRole('button', { name: /^保存回执/ })
        .first()
        .click(),
    )
    expect(JSON.parse(await receipt.text()).caibao).toBe('receipt/1')
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(app.complaints.filter((line) => !/ERR_|Failed to fetch|net::/.test(line))).toEqual([])
  })
  test('goes along with a backup: another computer has the same receipts and the same history', async () => {
    const path = await backUpAndRead(app, '北流芭蕉二〇二六')
    const port = Number(new URL(app.origin).port)
    const same: AppServer = { origin: app.origin, port, stop: () => Promise.resolve() }
    const other = await openApp({ start: () => Promise.resolve(same) })
    try {
      await openBackupFile(other, path, '北流芭蕉二〇二六')
      await other.page.getByRole('button', { name: '开始恢复' }).click()
      await other.page.getByText('恢复完成').waitFor()
      const [here, there] = [await keptOf(app), await keptOf(other)]
      expect(here.history).toContain('生成报送时')
      expect(there).toEqual(here)
      expect(there.receipts).toHaveLength(2)
    } finally {
      await other.close()
    }
  })

  /** What a computer shows of the receipts and the history of its one record. */
  async function keptOf(opened: OpenedApp) {
    const { page, origin } = opened
    await page.goto(`${origin}/outbox`)
    const saves = page.getByRole('button', { name: /^保存回执/ })
    await expect.poll(() => saves.count()).toBe(2)
    const receipts: string[] = []
    for (const save of await saves.all()) {
      const file = await opened.download(() => save.click())
      receipts.push(await file.text())
    }
    await page.goto(origin)
    await page
      .getByRole('link', { name: /韦晓莉/ })
      .first()
      .click()
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByText('生成报送时').first().waitFor()
    return { receipts, history: await page.locator('main').innerText() }
  }
})

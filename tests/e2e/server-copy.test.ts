import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { aServerDatabase, type ServerDatabase } from '#tests/support/server-databases.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

const time = String.raw`\d{4}年\d+月\d+日 \d{2}:\d{2}`

describe('安全副本 with a server', () => {
  let app: OpenedApp
  let office: UnitOffice
  let server: ServerProcess
  let database: ServerDatabase
  let draftPath = ''

  beforeAll(async () => {
    database = await aServerDatabase('SQLite')
    app = await openApp({
      start: async (port) => {
        server = await startServer(port ?? 0, database.env)
        return server
      },
    })
    app.page.setDefaultTimeout(20_000)
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await app.untilOfflineReady()
    await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    draftPath = new URL(app.page.url()).pathname
  })
  afterAll(async () => {
    await app.close()
    await database.remove()
  })

  const copies = (name: RegExp) => app.page.getByRole('banner').getByRole('link', { name })
  const inMeter = (text: string) =>
    app.page.getByRole('region', { name: '安全副本' }).getByText(new RegExp(`^单位服务器 · ${text}$`))
  const openMeter = (): Promise<unknown> => app.page.goto(`${app.origin}/backup`)
  const inHandBack = async (proof: string): Promise<void> => {
    await app.page.goto(`${app.origin}/hand-back`)
    await app.page.getByText(proof, { exact: true }).waitFor()
  }
  const openHome = async (): Promise<void> => {
    await app.page.goto(app.origin)
    await app.page.getByText('安全副本').first().waitFor()
  }

  test('what only waits to be sent is no copy there', async () => {
    const { page } = app
    await app.goOffline()
    await fillDraft(page, { hasUnit: true })
    await generateSubmission(app)
    await openMeter()
    await inMeter('还没有').waitFor()
    await page.getByText(new RegExp(`^这个浏览器 · ${time}$`)).waitFor()
    await page.getByText(/^备份文件 · 还没有$/).waitFor()
    await page.goto(app.origin + draftPath)
    await copies(/^副本 1：这个浏览器$/).waitFor()
    await openHome()
    expect(await page.getByText(/单位服务器/).count()).toBe(0)
    await inHandBack('只在这台电脑上')
  })

  test('the receipt counts it, with its time', async () => {
    const { page } = app
    await app.goOnline()
    await page.goto(`${app.origin}/outbox`)
    await page.getByRole('button', { name: '现在同步' }).click()
    await page.getByText('服务器已收到，有回执').waitFor()
    await openMeter()
    await inMeter(`${time} 收到，有回执`).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await openHome()
    await page.getByText(new RegExp(`^单位服务器 ✓ ${time} 收到，有回执$`)).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(app.origin + draftPath)
    await copies(/^副本 2：这个浏览器、单位服务器$/).waitFor()
    await inHandBack('已交到单位，有回执')
    await page.goto(app.origin + draftPath)
  })

  test('what is typed after it lies there no longer as it stands', async () => {
    const { page } = app
    await fillingIn(page).type('手机号码', '13807750009')
    await fillingIn(page).untilSaved()
    await copies(/^副本 1：这个浏览器$/).waitFor()
    await openMeter()
    await inMeter(`${time} 收到，之后又有修改`).waitFor()
    expect(await page.getByText('收到，有回执').count()).toBe(0)
    await inHandBack('只在这台电脑上')
  })

  test('what the unit sends back is still there, and so is the receipt', async () => {
    const { page } = app
    const [first] = await office.arrivals()
    if (first) await office.sendBack(first)
    await page.goto(`${app.origin}/outbox`)
    await page.getByRole('button', { name: '现在同步' }).click()
    const returned = page.getByRole('region', { name: /被退回/ })
    await returned.getByText('单位退回').first().waitFor()
    await returned.getByText('服务器已收到，有回执').waitFor()
    const receipt = await app.download(() => returned.getByRole('button', { name: /^保存回执/ }).click())
    expect(JSON.parse(await receipt.text()).caibao).toBe('receipt/1')
    await openMeter()
    await inMeter(`${time} 收到，之后又有修改`).waitFor()
    expect(app.complaints.filter((line) => !/ERR_|Failed to fetch|net::|Failed to load/.test(line))).toEqual([])
  })
})

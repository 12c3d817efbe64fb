import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppServer, ServerProcess } from '#tests/support/app-server.ts'
import { startServer } from '#tests/support/app-server.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { startLosingProxy } from '#tests/support/losing-proxy.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

describe('in a network that wants a login first', () => {
  let app: OpenedApp
  let office: UnitOffice
  let server: ServerProcess
  let login: 'page' | 'redirect' | undefined
  let asked: string[] = []

  async function behindLogin(): Promise<AppServer> {
    server = await startServer()
    return startLosingProxy(server, {
      wantsLogin(url) {
        asked.push(url)
        return login
      },
    })
  }

  beforeAll(async () => {
    app = await openApp({ start: behindLogin })
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await app.untilOfflineReady()
    await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(app.page, { hasUnit: true })
  })
  afterAll(() => app.close())

  const syncNow = () => app.page.getByRole('button', { name: '现在同步' })

  test('the login page is no answer: what was handed in waits, and the person is told what to do', async () => {
    login = 'page'
    await generateSubmission(app)
    await app.page.getByRole('link', { name: '查看交报情况' }).click()
    await app.page
      .getByText(/可能是上网登录页或代理。请先打开任意网页完成上网登录/)
      .first()
      .waitFor()
    await app.page.getByRole('heading', { name: '待同步 1' }).waitFor()
    login = 'redirect'
    asked = []
    await syncNow().click()
    // What is said stands there from the time before: it counts once this time is over.
    await expect.poll(() => asked.some((url) => url.startsWith('/api/v1/'))).toBe(true)
    await app.page.getByRole('button', { name: '现在同步', disabled: false }).waitFor()
    await app.page
      .getByText(/可能是上网登录页或代理。请先打开任意网页完成上网登录/)
      .first()
      .waitFor()
    await app.page.getByRole('heading', { name: '待同步 1' }).waitFor()
    expect(await app.page.getByText('服务器已收到，有回执').count()).toBe(0)
  })

  test.each(['page', 'redirect'] as const)('the app opens as ever, not the login page (%s)', async (how) => {
    login = how
    await app.page.reload()
    await app.page.getByRole('heading', { name: '待同步 1' }).waitFor()
    expect(await app.page.title()).toContain('采报')
  })

  test('once that is done it arrives, once, although two tabs of the person send at the same time', async () => {
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/outbox`)
    await other.getByRole('heading', { name: '待同步 1' }).waitFor()
    login = undefined
    await Promise.all([syncNow().click(), other.getByRole('button', { name: '现在同步' }).click()])
    for (const page of [app.page, other]) await page.getByText('服务器已收到，有回执').first().waitFor()
    expect(await office.arrivals()).toHaveLength(1)
    await other.close()
  })

  test.runIf(hasDebugger)(
    'the browser’s own waking (Background Sync) sends what waits, without anybody pressing',
    async () => {
      asked = []
      await app.page.goto(`${app.origin}/`)
      // What the app tries by itself after it was opened is over.
      await expect.poll(() => asked.some((url) => url.startsWith('/api/v1/return-slips'))).toBe(true)
      login = 'page'
      await app.page
        .getByRole('link', { name: /韦晓莉/ })
        .first()
        .click()
      await generateSubmission(app)
      await app.page.getByRole('link', { name: '查看交报情况' }).click()
      await app.page
        .getByText(/可能是上网登录页或代理/)
        .first()
        .waitFor()
      login = undefined
      await wakeWorker(app)
      // By itself it would be sent after half a minute.
      await app.page.getByRole('heading', { name: '待同步 0' }).waitFor({ timeout: 20_000 })
      expect(await office.arrivals()).toHaveLength(2)
    },
  )
})

/** Lets the browser tell the app’s worker that there is a network again, as it does on its own some time. */
async function wakeWorker({ page, origin }: OpenedApp): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await registered
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId,
    tag: 'caibao-sync',
    lastChance: false,
  })
  await session.detach()
}

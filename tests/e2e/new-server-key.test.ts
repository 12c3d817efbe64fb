import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { handInByTask } from '#tests/support/hand-in-by-task.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

const ofOtherKey = '这份回执是另一把服务器密钥签的，不是现在这台服务器的'

describe('a person whose unit set its server up anew, with another key', () => {
  let folder: string
  let server: ServerProcess
  let app: OpenedApp
  let office: UnitOffice

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-new-key-'))
    server = await startServer(0, { CAIBAO_DATA: join(folder, 'before') })
    app = await openApp({ start: () => Promise.resolve(server) })
    office = await openUnitOffice(app.origin, await server.setUpCode())
  })
  afterAll(async () => {
    await app.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  async function handIn(): Promise<void> {
    const { page } = app
    await handInByTask(app, office.taskFragment)
    await page.getByRole('link', { name: '查看交报情况' }).click()
    await expect.poll(async () => (await office.arrivals()).length, { timeout: 60_000 }).toBe(1)
    await page.getByText('服务器已收到，有回执').first().waitFor()
  }

  test('hands in to the server of before', { timeout: 120_000 }, async () => {
    await handIn()
    expect(await app.page.getByText(ofOtherKey).count()).toBe(0)
  })

  test('hands in by the new task to the new one', { timeout: 120_000 }, async () => {
    await server.stop()
    server = await startServer(server.port, { CAIBAO_DATA: join(folder, 'after') })
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await handIn()
    expect(await office.arrivals()).toHaveLength(1)
  })

  test('hears what the unit sends back', async () => {
    const { page } = app
    const [second] = await office.arrivals()
    if (second) await office.sendBack(second)
    await page.getByRole('button', { name: '现在同步' }).click()
    await page.getByRole('link', { name: '去修改' }).waitFor()
    await page.getByText(/联系过服务器，一切正常/).waitFor()
    const returned = page.getByRole('region', { name: /^被退回 1/ })
    await returned.getByText(/单位退回/).waitFor()
    await page.getByRole('button', { name: '现在同步', disabled: false }).waitFor()
    // The server says it as well, which is no second return.
    expect(await returned.getByText(/单位退回/).count()).toBe(1)
  })

  test('is told that the new server may not have what the one before had', async () => {
    const { page } = app
    const delivered = page.getByRole('region', { name: /已送达 1/ })
    await delivered.getByText(ofOtherKey).waitFor()
    expect(await page.getByText(ofOtherKey).count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    // Known from the receipt alone, without the network, too.
    await page.reload()
    await delivered.getByText(ofOtherKey).waitFor()
  })
})

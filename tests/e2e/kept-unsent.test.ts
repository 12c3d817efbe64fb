import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { changeOutbox, refusedByServer } from '#tests/support/outbox-rows.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'
import { aServerDatabase, type ServerDatabase } from '#tests/support/server-databases.ts'

describe('a submission that an earlier version kept and never put on its way', () => {
  let app: OpenedApp
  let office: UnitOffice
  let server: ServerProcess
  let database: ServerDatabase

  beforeAll(async () => {
    database = await aServerDatabase('SQLite')
    app = await openApp({
      start: async (port) => {
        server = await startServer(port ?? 0, database.env)
        return server
      },
    })
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await app.untilOfflineReady()
    await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(app.page, { hasUnit: true })
  })
  afterAll(async () => {
    await app.close()
    await database.remove()
  })

  /** As a page left between keeping the submission and putting it on its way had it. */
  const takeOffItsWay = (): Promise<void> =>
    app.page.evaluate(async () => {
      const opening = indexedDB.open('caibao')
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const clearing = opening.result.transaction('outbox', 'readwrite')
      clearing.objectStore('outbox').clear()
      await new Promise((resolve) => clearing.addEventListener('complete', resolve))
      opening.result.close()
    })
  const digests = async (): Promise<readonly string[]> => (await office.arrivals()).map(({ digest }) => digest)

  test('waits among the others at the next start, and arrives', async () => {
    await app.goOffline()
    await generateSubmission(app)
    await takeOffItsWay()
    await app.page.goto(`${app.origin}/outbox`)
    await app.page.getByRole('heading', { name: '待同步 1' }).waitFor()
    // Nobody sends anything meanwhile: the page that is open would as soon as there is a network again.
    await app.page.goto('about:blank')
    await app.goOnline()
    expect(await digests()).toEqual([])
    await app.page.goto(`${app.origin}/outbox`)
    await app.page.getByText('服务器已收到，有回执').waitFor()
    expect(await digests()).toHaveLength(1)
  })

  test('is not doubled where the server has it already', async () => {
    await takeOffItsWay()
    await app.page.reload()
    await app.page.getByText('服务器已收到，有回执').waitFor()
    await app.page.getByRole('heading', { name: '已送达 1' }).waitFor()
    expect(await digests()).toHaveLength(1)
  })

  test('is told of apart where the server refused it, and not beside a newer one of the same record', async () => {
    const { page } = app
    await changeOutbox(page, [refusedByServer])
    await page.reload()
    await page.getByText('单位的服务器没有接收，已单独放着，没有丢失。').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    const later = { state: 'waiting', standing: { name: 'waiting', attempts: 1, nextAt: Date.now() + 3_600_000 } }
    await changeOutbox(page, [{}, { ...later, digest: 'c'.repeat(64), revision: 2 }])
    await page.reload()
    await page.getByText('之后又生成了新的一份，交最新的那份即可。').waitFor()
    expect(await page.getByText('已单独放着').count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
  })
})

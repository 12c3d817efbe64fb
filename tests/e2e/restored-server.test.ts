import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { handInByTask } from '#tests/support/hand-in-by-task.ts'
import { type RestorableServer, startRestorableServer } from '#tests/support/restorable-server.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

describe('a person whose server is restored from an older backup', () => {
  let app: OpenedApp
  let office: UnitOffice
  let server: RestorableServer

  beforeAll(async () => {
    server = await startRestorableServer()
    app = await openApp({ start: () => Promise.resolve(server.now()) })
    office = await openUnitOffice(app.origin, await server.now().setUpCode())
  })
  afterAll(async () => {
    await app.close()
    await server.remove()
  })

  const revisions = async (): Promise<readonly number[]> =>
    (await office.arrivals()).map(({ content }) => content.revision)
  const syncNow = async (): Promise<void> => {
    await app.page.getByRole('button', { name: '现在同步' }).click()
    await app.page.getByRole('button', { name: '现在同步', disabled: false }).waitFor()
  }
  const log = () => app.page.getByRole('region', { name: '网上报送' })
  const receiptOf = async (name: RegExp) => {
    const delivered = app.page.getByRole('region', { name: /已送达/ })
    const file = await app.download(() => delivered.getByRole('button', { name }).click())
    const receipt: unknown = JSON.parse(await file.text())
    return receipt
  }

  test('has a task of another server, too, and is told what does not arrive here', async () => {
    const { page } = app
    await page.goto(`${app.origin}/tasks${await office.taskElsewhere('https://caibao.example')}`)
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await page.goto(`${app.origin}/outbox`)
    await page.getByText('有采集任务的服务器是 https://caibao.example，与打开采报的地址不同').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('hands in, is sent back, and hands in again after the backup was made', async () => {
    const { page } = app
    await handInByTask(app, office.taskFragment)
    await expect.poll(revisions, { timeout: 20_000 }).toEqual([1])
    await server.backUp()
    const [first] = await office.arrivals()
    if (first) await office.sendBack(first)
    await page.getByRole('link', { name: '查看交报情况' }).click()
    await syncNow()
    await page.getByRole('link', { name: '去修改' }).click()
    await fillingIn(page).type('手机号码', '13907750001')
    await fillingIn(page).untilSaved()
    await generateSubmission(app)
    await expect.poll(revisions, { timeout: 20_000 }).toEqual([1, 2])
    await page.getByRole('link', { name: '查看交报情况' }).click()
    await page.getByText('服务器已收到，有回执').first().waitFor()
  })

  test('has it sent again by itself, and keeps the receipt of the first time', async () => {
    const { page } = app
    await server.restore()
    expect(await revisions()).toEqual([1])
    // At the very place the device has read up to, another slip stands now.
    const [first] = await office.arrivals()
    if (first) await office.sendBack(first)
    await syncNow()
    await expect.poll(revisions, { timeout: 20_000 }).toEqual([1, 2])
    await page.getByText(/^第一次在 .+ 送达；服务器丢过一次，已自动补送/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])

    await page.getByText('同步记录', { exact: true }).click()
    await log().getByText('服务器恢复到了较早的备份，丢了这一份').waitFor()
    // One slip of before the loss, and the one of after it.
    await expect.poll(() => log().getByText('收到单位的退回单').count()).toBe(2)
    const [now, before] = [await receiptOf(/^保存回执/), await receiptOf(/^保存第一次的回执/)]
    expect([now, before]).toMatchObject([{ caibao: 'receipt/1' }, { caibao: 'receipt/1' }])
    expect(now).not.toEqual(before)
  })

  test('has nothing more to do after that', async () => {
    await syncNow()
    await syncNow()
    expect(await revisions()).toEqual([1, 2])
    expect(await log().getByText('服务器恢复到了较早的备份，丢了这一份').count()).toBe(1)
    expect(app.complaints.filter((line) => !/ERR_|Failed to fetch|net::|Failed to load/.test(line))).toEqual([])
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listTasks } from '#core/sync/tasks.ts'
import { getTotals } from '#core/sync/totals.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { type RestorableServer, startRestorableServer } from '#tests/support/restorable-server.ts'
import { passByHand, peopleIn } from '#tests/support/pass-by-hand.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

describe('a unit whose server is restored from an older backup', () => {
  let folder: string
  let server: RestorableServer
  let tree: Awaited<ReturnType<typeof setUpTree>>
  let app: OpenedApp
  let clerk: Managing

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-unit-'))
    server = await startRestorableServer()
    tree = await setUpTree(server.now().origin, await server.now().setUpCode(), [aBureau, aUnit])
    await tree.invite(aUnit, 'reviewer', { loginName: 'jia', displayName: '甲审核' })
    app = await openApp({ path: '/unit', start: () => Promise.resolve(server.now()) })
    clerk = managing(app)
    await clerk.setUp(aUnit, '甲')
    await clerk.connect('jia')
  })
  afterAll(async () => {
    await app.close()
    await server.remove()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  const passOne = (name: string, number: number) => passByHand(clerk, folder, name, number)
  const isSettled = async (): Promise<void> => {
    await clerk.sync()
    await app.page.getByText('这里做的每一步服务器都有了').waitFor()
  }
  /** How many tokens each task has. */
  const tasks = async () => {
    const path = `/tasks?orgId=${tree.orgId(aUnit)}`
    return (await tree.admin.call({ ...listTasks, path, body: undefined })).items.map(({ tokens }) => tokens.length)
  }
  const totals = async () => {
    const path = `/totals?orgId=${tree.orgId(aUnit)}`
    const { people, passed, reported } = (await tree.admin.call({ ...getTotals, path, body: undefined })).whole
    return { people, passed, reported }
  }

  test('sends again what the server lost, and names the pack that is to be reported once more', async () => {
    const { page } = app
    await passOne('韦晓𬱖', 10)
    await isSettled()
    await server.backUp()
    await passOne('覃小燕', 11)
    await clerk.open('上报')
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await app.download(() => page.getByRole('button', { name: '上报 2 人' }).click())
    // Its people are marked, and it is on its way, once it is listed.
    await page.getByText('本单位上报').first().waitFor()
    await isSettled()
    await page.getByText('上报包已送达上级').waitFor()
    await expect.poll(totals).toEqual({ people: 2, passed: 0, reported: 2 })

    await clerk.open('本单位')
    const issuing = page.locator('section.task-issue')
    await issuing.getByLabel('可以网上报送').check()
    await issuing.getByRole('button', { name: '签发采集任务' }).click()
    await issuing.getByRole('listitem').waitFor()
    await expect.poll(tasks).toEqual([1])

    await server.restore()
    expect(await tasks()).toEqual([])
    expect(await totals()).toEqual({ people: 1, passed: 1, reported: 0 })
    await isSettled()
    await page.getByText('从头核对，缺的补送').waitFor()
    await page.getByText('服务器恢复到了较早的备份，之后收到的可能丢了').first().waitFor()
    await expect.poll(async () => (await totals()).people).toBe(2)
    await expect.poll(tasks).toEqual([1])
    await page.getByText('在上级服务器上已经没有了').waitFor()
    expect(await page.getByRole('button', { name: '再送一次' }).count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])

    await page.getByRole('link', { name: '去重新上报全部人员' }).click()
    const note = page.getByRole('region', { name: '上级没有接收' })
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const again = await app.download(() => note.getByRole('button', { name: '重新上报全部 2 人' }).click())
    expect(await peopleIn(again)).toBe(2)
    await note.waitFor({ state: 'detached' })
    await isSettled()
    await expect.poll(totals).toEqual({ people: 2, passed: 0, reported: 2 })
  })

  test('goes on from there as before', async () => {
    await passOne('陆志强', 12)
    await isSettled()
    await expect.poll(async () => (await totals()).people).toBe(3)
    expect(await app.page.getByText('从头核对，缺的补送').count()).toBe(1)
    expect(app.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })
})

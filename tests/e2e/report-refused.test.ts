import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInclusion } from '#core/pack/inclusion.ts'
import { getTotals } from '#core/sync/totals.ts'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { reportUp, setUpTree } from '#tests/support/clerk.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { passByHand, peopleIn } from '#tests/support/pass-by-hand.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

// The line of the browser alone is cut.
describe.runIf(hasDebugger)('a pack that the level above does not take any more', () => {
  let folder: string
  let server: ServerProcess
  let tree: Awaited<ReturnType<typeof setUpTree>>
  let app: OpenedApp
  let clerk: Managing

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-refused-'))
    server = await startServer(0, { CAIBAO_DATA: join(folder, 'data') })
    tree = await setUpTree(server.origin, await server.setUpCode(), [aBureau, aUnit])
    await tree.invite(aUnit, 'reviewer', { loginName: 'jia', displayName: '甲审核' })
    await tree.invite(aUnit, 'reviewer', { loginName: 'yi', displayName: '乙审核' })
    app = await openApp({ path: '/unit', start: () => Promise.resolve(server) })
    clerk = managing(app)
    await clerk.setUp(aUnit, '甲')
    await clerk.connect('jia')
  })
  afterAll(async () => {
    await app.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  /** The server outlives the browser of a colleague. */
  const sameServer = () => Promise.resolve({ origin: server.origin, port: server.port, stop: () => Promise.resolve() })
  /** Another device of the unit, which has met the server. */
  async function openColleague(keyFile: string) {
    const colleague = await openApp({ path: '/unit', start: sameServer })
    const other = managing(colleague)
    await other.restore(keyFile, '乙')
    await colleague.page.getByRole('heading', { level: 1, name: aUnit.name }).waitFor()
    await other.connect('yi')
    await other.sync()
    return { colleague, other }
  }
  const passOne = (name: string, number: number) => passByHand(clerk, folder, name, number)
  const reportedAbove = async (): Promise<number> => {
    const path = `/totals?orgId=${tree.orgId(aUnit)}`
    return (await tree.admin.call({ ...getTotals, path, body: undefined })).whole.reported
  }

  test('is shown where packs are reported, with one button that reports everybody', async () => {
    const { page } = app
    await passOne('韦晓𬱖', 10)
    await clerk.open('上报')
    await app.context.setOffline(true)
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const first = await app.download(() => page.getByRole('button', { name: '上报 1 人' }).click())
    expect(await peopleIn(first)).toBe(1)
    await page.getByText('已上报 1 人').first().waitFor()
    // Another device of the unit, which knows nothing of it, goes on meanwhile.
    const { parent: _parent, ...unit } = aUnit
    const createdAt = new Date().toISOString()
    const other = await aPack(await someSubmissions(1), { unit, key: await aSigningKey(), createdAt })
    await reportUp(tree.admin, tree.orgId(aBureau), other)
    expect(await reportedAbove()).toBe(1)
    await app.context.setOffline(false)
    await clerk.sync()
    const link = page.getByRole('link', { name: '去重新上报全部人员' })
    await link.waitFor()
    expect(await page.getByRole('button', { name: '再送一次' }).count()).toBe(0)
    await link.click()
    const note = page.getByRole('region', { name: '上级没有接收' })
    await note.getByText('更新的上报包已经收过了').waitFor()
    await page.getByRole('listitem').filter({ hasText: '本单位上报' }).getByText('上级没有接收').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('radio', { name: /^只报上次之后的变化/ }).check()
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const again = await app.download(() => note.getByRole('button', { name: '重新上报全部 1 人' }).click())
    expect(await peopleIn(again)).toBe(1)
    await note.waitFor({ state: 'detached' })
    await clerk.sync()
    await page.getByText('上报包已送达上级').waitFor()
    await expect.poll(reportedAbove).toBe(2)
    // What was refused stays known, and is nothing to be done any more.
    await clerk.open('上报')
    await page.getByRole('listitem').filter({ hasText: '本单位上报' }).getByText('上级没有接收').waitFor()
    expect(await note.count()).toBe(0)
    expect(app.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })

  test('is known on the other devices of the unit, and settled from any of them', async () => {
    const { page } = app
    await clerk.open('本单位')
    const keyFile = await app.download(() => page.getByRole('button', { name: '保存密钥文件' }).click())
    await passOne('陆秋燕', 11)
    await clerk.open('上报')
    await app.context.setOffline(true)
    await page.getByRole('radio', { name: /^只报上次之后的变化/ }).check()
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await app.download(() => page.getByRole('button', { name: '上报 1 人' }).click())
    await page.getByText('已上报 1 人').first().waitFor()
    const { parent: _parent, ...unit } = aUnit
    const createdAt = new Date().toISOString()
    const newer = await aPack(await someSubmissions(1), { unit, key: await aSigningKey(), createdAt })
    await reportUp(tree.admin, tree.orgId(aBureau), newer)
    await app.context.setOffline(false)
    await clerk.sync()
    await page.getByRole('link', { name: '去重新上报全部人员' }).waitFor()

    const { colleague, other } = await openColleague(keyFile.path)
    const told = colleague.page.getByRole('listitem').filter({ hasText: '本单位另一台设备送的上报包' })
    await told.getByText('更新的上报包已经收过了').waitFor()
    await expect.poll(() => told.getByRole('button').allTextContents()).toEqual(['不再提示'])
    await colleague.page.getByText('与服务器核对过，下面的事还要您处理').waitFor()
    expect(await findAxeViolations(colleague.page)).toEqual([])

    await told.getByRole('link', { name: '去重新上报全部人员' }).click()
    const note = colleague.page.getByRole('region', { name: '上级没有接收' })
    await colleague.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const again = await colleague.download(() => note.getByRole('button', { name: '重新上报全部 2 人' }).click())
    expect(await peopleIn(again)).toBe(2)
    await note.waitFor({ state: 'detached' })
    await other.sync()
    await colleague.page.getByText('上报包已送达上级').waitFor()

    // The device that wrote it hears that nothing is missing any more, and proves what the other one reported.
    await clerk.sync()
    await page.getByRole('link', { name: '去重新上报全部人员' }).waitFor({ state: 'detached' })
    await page.getByText('与服务器核对过，一切正常').waitFor()
    await clerk.open('检查')
    await clerk.openCase('陆秋燕')
    const proof = await app.download(() => page.getByRole('button', { name: '出具上报凭证' }).click())
    const read = await readInclusion(await readFile(proof.path, 'utf8'))
    expect(read).toMatchObject({ ok: true, value: { content: { count: 2, unit: { name: aUnit.name } } } })
    // From now on without the server, too.
    await app.context.setOffline(true)
    await app.download(() => page.getByRole('button', { name: '出具上报凭证' }).click())
    await clerk.open('上报')
    await page.getByText(`${aUnit.name} · 2 人`).first().waitFor()
    await app.context.setOffline(false)
    await colleague.close()
  })

  test('is missed by the others when the device that began to send it never comes back', async () => {
    const { page } = app
    await clerk.open('本单位')
    const keyFile = await app.download(() => page.getByRole('button', { name: '保存密钥文件' }).click())
    await passOne('梁早春', 12)
    await page.route('**/packs/*/chunks/*', (route) => route.abort())
    await clerk.open('上报')
    await page.getByRole('radio', { name: /^只报上次之后的变化/ }).check()
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await app.download(() => page.getByRole('button', { name: '上报 1 人' }).click())
    await page.getByText('已上报 1 人').first().waitFor()
    const before = await reportedAbove()
    const database = new DatabaseSync(join(folder, 'data', 'caibao.sqlite'), { timeout: 10_000 })
    const begun = () =>
      database.prepare('select count(*) as n from pack where completed_at is null and refusal is null').get()?.['n']
    await expect.poll(begun, { timeout: 30_000 }).toBe(1)
    // Its steps are above, its people are not; the device is gone.
    await clerk.sync()
    await page.getByText('这里做的每一步服务器都有了').waitFor()
    await app.context.setOffline(true)
    // A day goes by.
    database.exec('update pack set begun_at = begun_at - 86400000, completed_at = completed_at - 86400000')
    database.close()

    const { colleague, other } = await openColleague(keyFile.path)
    const told = colleague.page.getByRole('listitem').filter({ hasText: '到现在还没有传完' })
    await told.getByText('如果它已经不能用了').waitFor()
    expect(await findAxeViolations(colleague.page)).toEqual([])
    await told.getByRole('link', { name: '去重新上报全部人员' }).click()
    const note = colleague.page.getByRole('region', { name: '上级没有接收' })
    await colleague.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const again = await colleague.download(() => note.getByRole('button', { name: /^重新上报全部 \d+ 人$/ }).click())
    expect(await peopleIn(again)).toBe(3)
    await other.sync()
    await colleague.page.getByText('上报包已送达上级').waitFor()
    await expect.poll(reportedAbove).toBeGreaterThan(before)
    await other.sync()
    await colleague.page.getByText('与服务器核对过，一切正常').waitFor()
    await colleague.close()
  })
})

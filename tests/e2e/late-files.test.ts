import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { createTask } from '#core/sync/tasks.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { downloadBy } from '#tests/support/download.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { type Manager, openManager } from '#tests/support/open-manager.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

// Two profiles of one engine at the same time.
describe.runIf(hasDebugger)('two devices of a unit, of which one has the update later', () => {
  let folder: string
  let server: ServerProcess
  let first: Manager
  let second: Manager
  let upload: (text: string) => Promise<number>

  async function install(manager: Manager): Promise<void> {
    const { page } = manager
    const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
    const text = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
    await page.goto(`${server.origin}/about/codes`)
    await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
    await page.getByRole('button', { name: '核对无误，装入' }).click()
    await page.getByRole('button', { name: '现在刷新' }).click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
    await page.goto(`${server.origin}/unit`)
    await manager.unlock()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-late-'))
    server = await startServer(0, { CAIBAO_DATA: join(folder, 'data') })
    const tree = await setUpTree(server.origin, await server.setUpCode(), [aUnit])
    await tree.invite(aUnit, 'reviewer', { loginName: 'jia', displayName: '甲审核' })
    await tree.invite(aUnit, 'reviewer', { loginName: 'yi', displayName: '乙审核' })
    const task = { id: crypto.randomUUID(), orgId: tree.orgId(aUnit) }
    const { token } = await tree.admin.call({ ...createTask, body: task })
    upload = async (body) => {
      const headers = { Authorization: `Bearer ${token}` }
      return (await fetch(`${server.origin}/api/v1/submissions`, { method: 'POST', headers, body })).status
    }
    first = await openManager(server.origin, join(folder, 'first'))
    second = await openManager(server.origin, join(folder, 'second'))
  }, 120_000)
  afterAll(async () => {
    await first.context.close()
    await second.context.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  const settled = ({ page }: Manager) => page.getByText('这里做的每一步服务器都有了').waitFor()

  test('work at one server', async () => {
    await first.setUp(aUnit, '甲')
    const keyFile = await downloadBy(first.page, first.profile, () =>
      first.page.getByRole('button', { name: '保存密钥文件' }).click(),
    )
    await install(first)
    await first.connect('jia')
    await second.restore(keyFile.path, '乙')
    await second.page.getByRole('heading', { level: 1, name: aUnit.name }).waitFor()
    await second.connect('yi')
    await expect.poll(() => second.page.getByText('连接了服务器').count()).toBe(1)
  })

  test('go on with a person on the one, and keep the file as it is on the other', async () => {
    const scheme = { id: 'gx-zyjs', version: '2012.2', digest: 'a'.repeat(64) }
    const person = anotherPerson('农先', 8, { employer: aUnit.name })
    const { text } = await signSubmission(aSubmissionContent({ scheme }, person), await aSigningKey())
    expect(await upload(text)).toBe(200)
    await first.sync()
    await first.pass('农先')
    await first.sync()
    await settled(first)

    await second.sync()
    await second.page.getByText('1 份网上报送没有通过核对，原件留在这里').waitFor()
    await second.open('检查')
    await second.page.getByText('还没有接收报送').waitFor()
  })

  test('have on both what was done, once the other has the update, too', async () => {
    await install(second)
    await second.sync()
    await settled(second)
    await second.open('检查')
    await second.openCase('农先')
    await second.page.getByRole('strong').getByText('通过', { exact: true }).waitFor()
    await second.page.getByText('审核记录', { exact: true }).click()
    await expect.poll(() => second.page.locator('.case-trail').textContent()).toMatch(/核对.*通过/s)
    await first.sync()
    await settled(first)
    await first.open('检查')
    await first.openCase('农先')
    await first.page.getByRole('strong').getByText('通过', { exact: true }).waitFor()
  })
})

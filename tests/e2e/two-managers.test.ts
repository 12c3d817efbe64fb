import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { downloadBy } from '#tests/support/download.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { type Manager, openManager } from '#tests/support/open-manager.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

// Two profiles of one engine at the same time, one of them cut off from the network.
describe.runIf(hasDebugger)('two managers of one unit', () => {
  let folder: string
  let server: ServerProcess
  let first: Manager
  let second: Manager
  const complaints: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-two-'))
    server = await startServer(0, { CAIBAO_DATA: join(folder, 'data') })
    const tree = await setUpTree(server.origin, await server.setUpCode(), [aBureau, aUnit])
    await tree.invite(aUnit, 'reviewer', { loginName: 'jia', displayName: '甲审核' })
    await tree.invite(aUnit, 'reviewer', { loginName: 'yi', displayName: '乙审核' })
    first = await openManager(server.origin, join(folder, 'first'), complaints)
    second = await openManager(server.origin, join(folder, 'second'), complaints)
  })
  afterAll(async () => {
    await first.context.close()
    await second.context.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  /** Changes the mobile number of the person on the desk. */
  async function correctMobile({ page }: Manager, value: string): Promise<void> {
    await page.getByRole('button', { name: '修改' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: '基本信息 · 手机号码' })
    await dialog.getByRole('textbox', { name: /手机号码/ }).fill(value)
    await dialog.getByLabel('修改原因').fill('与登记表核对')
    await dialog.getByRole('button', { name: '修改并签名' }).click()
    await page.getByText(/单位修改过 \d 处/).waitFor()
  }

  const settled = ({ page }: Manager) => page.getByText('这里做的每一步服务器都有了').waitFor()

  test('see the same people on both devices, with what came by hand on one of them', async () => {
    await first.setUp(aUnit, '甲')
    const keyFile = await downloadBy(first.page, first.profile, () =>
      first.page.getByRole('button', { name: '保存密钥文件' }).click(),
    )
    const device = await aSigningKey()
    const files = await Promise.all(
      ['韦晓𬱖', '陆秋燕'].map(async (name, at) => {
        const file = join(folder, `${name}.rpu`)
        await writeFile(file, await submissionOf(anotherPerson(name, 10 + at), device))
        return file
      }),
    )
    await first.open('接收报送')
    await first.receive(files)
    await first.connect('jia')
    await first.sync()
    await settled(first)

    await second.restore(keyFile.path, '乙')
    await second.page.getByRole('heading', { level: 1, name: aUnit.name }).waitFor()
    await second.connect('yi')
    await second.sync()
    await second.open('检查')
    await second.page.getByText('2 人', { exact: true }).waitFor()
    expect(await findAxeViolations(second.page)).toEqual([])
  })

  test('see that the other has the same person open', async () => {
    await first.open('检查')
    await first.openCase('韦晓𬱖')
    await second.openCase('韦晓𬱖')
    await second.page.getByText('甲审核 也正看着这个人').waitFor()
    expect(await findAxeViolations(second.page)).toEqual([])
  })

  test('decide side by side when both changed the same value, and nothing is overwritten unseen', async () => {
    await second.context.setOffline(true)
    await correctMobile(first, '13900000001')
    await first.sync()
    await settled(first)
    await correctMobile(second, '13900000002')
    await second.context.setOffline(false)
    await second.sync()
    await second.page.getByText('韦晓𬱖：有 1 步没有记入').waitFor()
    expect(await findAxeViolations(second.page)).toEqual([])
    await second.page.getByRole('link', { name: '去看' }).click()
    const conflict = second.page.getByRole('region', { name: '同事先处理了这个人，您有几步没有记入' })
    const row = conflict.getByRole('row').filter({ hasText: '手机号码' })
    await expect
      .poll(() => row.getByRole('cell').allTextContents())
      .toEqual([
        expect.stringContaining('13807750010'),
        expect.stringContaining('13900000001'),
        expect.stringContaining('13900000002'),
      ])
    expect(await findAxeViolations(second.page)).toEqual([])
    await row.getByRole('checkbox').check()
    await conflict.getByRole('button', { name: '按我的改这 1 项' }).click()
    await conflict.waitFor({ state: 'detached' })
    await second.sync()
    await settled(second)

    await first.sync()
    await first.open('检查')
    await first.openCase('韦晓𬱖')
    await first.page.getByText('13900000002').first().waitFor()
    await first.page.getByText('审核记录', { exact: true }).click()
    await first.page.getByText('13807750010 → 13900000001（与登记表核对）').waitFor()
    await first.page.getByText('13900000001 → 13900000002（与登记表核对）').waitFor()
  })

  test('go on with each other’s decisions in both directions', async () => {
    await second.open('检查')
    await second.openCase('陆秋燕')
    await second.page.getByRole('button', { name: '以上均已核对' }).click()
    await second.page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
    await second.page.getByRole('button', { name: '通过', exact: true }).click()
    await second.page.getByText('陆秋燕 已通过。').waitFor()
    await second.sync()
    await settled(second)
    await first.sync()
    await first.open('检查')
    await first.openCase('陆秋燕')
    await first.page.getByRole('strong').getByText('通过', { exact: true }).waitFor()
    expect(complaints.filter((line) => !/ERR_|Failed to fetch|net::|status of 401/.test(line))).toEqual([])
  })
})

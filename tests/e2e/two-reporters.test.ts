import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '#core/pack/pack.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { listChanges } from '#core/sync/replication.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { downloadBy } from '#tests/support/download.ts'
import { hasDebugger, launchBrowser } from '#tests/support/engine.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { inPieces } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

interface Reporter extends Managing {
  readonly page: Page
  readonly context: BrowserContext
  readonly profile: string
}

const secret = '整库备份的口令甲'

// Several profiles of one engine at the same time.
describe.runIf(hasDebugger)('two devices of a unit that report in turn', () => {
  let folder: string
  let server: ServerProcess
  let tree: Awaited<ReturnType<typeof setUpTree>>
  let first: Reporter
  let second: Reporter
  const opened: Reporter[] = []
  const packs: Manifest[] = []
  let digests: readonly string[] = []

  async function openDevice(who: string): Promise<Reporter> {
    const profile = join(folder, who)
    const context = await launchBrowser(profile, {}, [])
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(`${server.origin}/unit`)
    const device = { ...managing({ page }), page, context, profile }
    opened.push(device)
    return device
  }

  /** A signed file of each of these people, and its digest. */
  async function filesOf(names: readonly string[], from: number) {
    const key = await aSigningKey()
    const made = names.map(async (name, at) => {
      const person = anotherPerson(name, from + at, { employer: aUnit.name })
      const { text, digest } = await signSubmission(aSubmissionContent({}, person), key)
      const file = join(folder, `${name}.rpu`)
      await writeFile(file, text)
      return { file, digest }
    })
    return Promise.all(made)
  }

  async function receiveAndPass(device: Reporter, files: readonly string[]): Promise<void> {
    await device.open('接收报送')
    await device.receive(files)
    for (const file of files) {
      const name = file.slice(file.lastIndexOf('/') + 1, -'.rpu'.length)
      await device.pass(name)
    }
  }

  const settled = async (device: Reporter): Promise<void> => {
    await device.sync()
    await device.page.getByText('这里做的每一步服务器都有了').waitFor()
  }

  /** What the page of reports offers as what changed, once it has counted. */
  async function expectOffered(device: Reporter, changed: string): Promise<void> {
    const { page } = device
    await device.open('上报')
    const changes = page.getByRole('radio', { name: /^只报上次之后的变化/ })
    const said = async (): Promise<string | undefined> => (await changes.locator('..').textContent())?.trim()
    await expect.poll(said).toBe(`只报上次之后的变化：${changed}`)
  }

  /** Writes the pack of what changed, or of everybody, and what it says of itself. */
  async function report(device: Reporter, scope: 'full' | 'changes'): Promise<Manifest['content']> {
    const { page, profile } = device
    await device.open('上报')
    if (scope === 'changes') await page.getByRole('radio', { name: /^只报上次之后的变化/ }).check()
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    const file = await downloadBy(page, profile, () => page.getByRole('button', { name: /^上报 \d+ 人$/ }).click())
    const read = await readPack(inPieces(new Uint8Array(await readFile(file.path))))
    if (!read.ok) throw new Error(read.error.code)
    await page
      .getByText(/^已上报 \d+ 人/)
      .first()
      .waitFor()
    packs.push(read.value)
    await settled(device)
    return read.value.content
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-reporters-'))
    server = await startServer(0, { CAIBAO_DATA: join(folder, 'data') })
    tree = await setUpTree(server.origin, await server.setUpCode(), [aBureau, aUnit])
    await tree.invite(aUnit, 'reviewer', { loginName: 'jia', displayName: '甲审核' })
    await tree.invite(aUnit, 'reviewer', { loginName: 'yi', displayName: '乙审核' })
    first = await openDevice('first')
    second = await openDevice('second')
  })
  afterAll(async () => {
    for (const { context } of opened) await context.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('the other device knows what the first reported, without its pack', async () => {
    await first.setUp(aUnit, '甲')
    const keyFile = await downloadBy(first.page, first.profile, () =>
      first.page.getByRole('button', { name: '保存密钥文件' }).click(),
    )
    const files = await filesOf(['韦晓𬱖', '陆秋燕'], 10)
    digests = files.map(({ digest }) => digest)
    await first.connect('jia')
    await receiveAndPass(
      first,
      files.map(({ file }) => file),
    )
    expect(await report(first, 'full')).toMatchObject({ submissions: digests.toSorted() })

    await second.restore(keyFile.path, '乙')
    await second.page.getByRole('heading', { level: 1, name: aUnit.name }).waitFor()
    await second.connect('yi')
    await settled(second)
    await expectOffered(second, '0 人')
    await second.page.getByText('在本单位的另一台设备上写成').waitFor()
    expect(await findAxeViolations(second.page)).toEqual([])
  })

  test('reports only what changed since, and goes on from the pack of the other', async () => {
    const [added] = await filesOf(['梁春梅'], 20)
    if (!added) throw new Error('one more person is needed')
    await receiveAndPass(second, [added.file])
    await expectOffered(second, '1 人')
    const content = await report(second, 'changes')
    expect(content).toMatchObject({ submissions: [added.digest], since: packs[0]?.digest, withdrawn: [] })
  })

  test('in turn: the first withdraws whom it set aside, and both know it', async () => {
    await settled(first)
    await expectOffered(first, '0 人')
    await first.open('检查')
    await first.openCase('陆秋燕')
    await first.page.getByRole('button', { name: '搁置', exact: true }).click()
    const dialog = first.page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('由别的单位报')
    await dialog.getByRole('button', { name: '确定' }).click()
    await first.page.getByRole('button', { name: '取回' }).waitFor()
    await expectOffered(first, '0 人，另撤回 1 人')
    await first.page.getByText('有 1 人已经搁置，但上报过的包里有他们：陆秋燕').waitFor()
    const content = await report(first, 'changes')
    expect(content).toMatchObject({ submissions: [], since: packs[1]?.digest, withdrawn: [digests[1]] })
    await expectOffered(first, '0 人')

    await settled(second)
    await expectOffered(second, '0 人')
    await second.open('检查')
    await second.openCase('陆秋燕')
    await second.page.getByText('审核记录', { exact: true }).click()
    await second.page.getByText('从上级撤回').waitFor()
  })

  test('whom it withdrew goes up again when they are back, from the other device', async () => {
    await second.page.getByRole('button', { name: '取回' }).click()
    await second.page.getByRole('button', { name: '通过', exact: true }).click()
    await second.page.getByText('陆秋燕 已通过。').waitFor()
    await expectOffered(second, '1 人')
    const content = await report(second, 'changes')
    expect(content).toMatchObject({ submissions: [digests[1]], since: packs[2]?.digest, withdrawn: [] })
  })

  test('the level above took every pack on its way up, one after the other', async () => {
    const taken = async (): Promise<readonly number[]> => {
      const people: number[] = []
      for (let after = 0, head = 1; after < head;) {
        const path = `/changes?orgId=${tree.orgId(aBureau)}&after=${after}`
        const page = await tree.admin.call({ ...listChanges, path, body: undefined })
        people.push(...page.items.flatMap((change) => (change.kind === 'pack' ? [change.people] : [])))
        ;({ next: after, head } = page)
      }
      return people
    }
    await expect.poll(taken).toEqual(packs.map(({ content }) => content.count))
  })

  test('a store restored from an older backup knows it, too, once it has met the server', async () => {
    await first.open('本单位')
    await first.page.getByLabel('备份口令').fill(secret)
    const backup = await downloadBy(first.page, first.profile, () =>
      first.page.getByRole('button', { name: '备份整库…' }).click(),
    )
    const third = await openDevice('third')
    await third.restore(backup.path, '丙', secret)
    await third.page.getByText('恢复完成：新增 3 人').waitFor()
    // As far as the first device knew when it was backed up: the other reported again since.
    await expectOffered(third, '0 人')
    await third.connect('jia')
    await settled(third)
    await expectOffered(third, '0 人')
    expect(await findAxeViolations(third.page)).toEqual([])
    const [added] = await filesOf(['蒙秀兰'], 30)
    if (!added) throw new Error('one more person is needed')
    await receiveAndPass(third, [added.file])
    const content = await report(third, 'changes')
    expect(content).toMatchObject({ submissions: [added.digest], since: packs[3]?.digest, withdrawn: [] })
  })
})

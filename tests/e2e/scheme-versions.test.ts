import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { createTask } from '#core/sync/tasks.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { reportUp, setUpTree } from '#tests/support/clerk.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aPack } from '#tests/support/packs.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

/** The app works with 2012.1; 2012.2 is the update that some have installed before others. */
const [earlier, newer] = ['2012.0', '2012.2']

async function signed(name: string, position: number, version: string, id = 'gx-zyjs') {
  const scheme = { id, version, digest: 'a'.repeat(64) }
  return signSubmission(aSubmissionContent({ scheme }, anotherPerson(name, position)), await aSigningKey())
}

describe('a scheme update in the middle of a collection', () => {
  let folder: string
  let app: OpenedApp
  let school: SigningKey
  let upload: (text: string) => Promise<number>
  let report: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-versions-'))
    school = await aSigningKey()
    const server = await startServer()
    app = await openApp({ path: '/unit', start: () => Promise.resolve(server) })
    const tree = await setUpTree(server.origin, await server.setUpCode(), [aBureau, aUnit])
    const clerk = await tree.invite(aUnit, 'collector', { loginName: 'danwei', displayName: '覃采集' })
    const task = { id: crypto.randomUUID(), orgId: tree.orgId(aBureau) }
    const { token } = await tree.admin.call({ ...createTask, body: task })
    upload = async (body) => {
      const headers = { Authorization: `Bearer ${token}` }
      return (await fetch(`${server.origin}/api/v1/submissions`, { method: 'POST', headers, body })).status
    }
    report = (bytes) => reportUp(clerk, tree.orgId(aBureau), bytes)
    await managing(app).setUp(aBureau)
  }, 120_000)
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
  }
  const saidOf = (file: string) =>
    app.page.getByRole('region', { name: '结果' }).getByRole('row').filter({ hasText: file }).textContent()
  const isListed = (people: number) => app.page.getByText(`${people} 人`, { exact: true }).waitFor()

  test('lets files of the version before in, says so, and keeps newer ones out until it is installed here, too', async () => {
    const { page } = app
    const old = await aPack([await signed('覃早包', 2, earlier)], { key: school, version: earlier })
    const ahead = await aPack([await signed('蒙新包', 3, earlier)], { key: school, version: newer })
    const inside = await aPack([await signed('蒙新行', 4, newer)], { key: school, version: earlier })
    await managing(app).open('接收报送')
    await managing(app).receive([
      await fileOf('早.rpu', (await signed('韦早', 1, earlier)).text),
      await fileOf('新.rpu', (await signed('陆新', 5, newer)).text),
      await fileOf('别的.rpu', (await signed('莫别', 6, earlier, 'gd-zyjs')).text),
      await fileOf('早.rpz', old),
      await fileOf('新.rpz', ahead),
      await fileOf('行.rpz', inside),
    ])
    await expect.poll(() => saidOf('早.rpu')).toContain('用较早的采集方案 2012.0 版填写，已按现在的规则检查')
    await expect.poll(() => saidOf('早.rpz')).toContain('用较早的采集方案 2012.0 版填写')
    await expect
      .poll(() => saidOf('新.rpu'))
      .toMatch(/用较新的采集方案 2012\.2 版做的，这里是 2012\.1 版.*装入方案更新/)
    await expect
      .poll(() => saidOf('新.rpz'))
      .toMatch(/用较新的采集方案 2012\.2 版做的，这里是 2012\.1 版.*装入方案更新/)
    await expect.poll(() => saidOf('行.rpz')).toContain('用较新的采集方案 2012.2 版做的')
    await expect.poll(() => saidOf('别的.rpu')).toContain('不是同一个方案')
    await page.getByRole('region', { name: '收到的上报包' }).getByText('用较早的采集方案 2012.0 版做的').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await managing(app).open('检查')
    await isListed(2)
    await managing(app).openCase('韦早')
    await page.getByText('这份报送用采集方案 2012.0 版填写，现在用的是 2012.1 版').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('loses nothing that came over the network before the update was installed here', async () => {
    const { page } = app
    expect(await upload((await signed('卢迟', 7, earlier)).text)).toBe(200)
    expect(await upload((await signed('农先', 8, newer)).text)).toBe(200)
    const createdAt = '2026-11-25T03:00:00.000Z'
    const people = [await signed('谭网包', 9, newer)]
    await report(await aPack(people, { key: school, version: newer, createdAt }))
    await managing(app).connect('guanli')
    await managing(app).sync()
    await page.getByText('收到网上报送：1').waitFor()
    const waiting = page.getByRole('region', { name: '待处理' })
    await waiting.getByText('1 份网上报送没有通过核对，原件留在这里').waitFor()
    await waiting.getByText(`“${aUnit.name}”的上报包是用采集方案 2012.2 版做的`).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await managing(app).open('检查')
    await isListed(3)

    const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
    const text = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
    await page.goto(`${app.origin}/about/codes`)
    await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
    await page.getByRole('button', { name: '核对无误，装入' }).click()
    await page.getByRole('button', { name: '现在刷新' }).click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
    await page.goto(`${app.origin}/unit/sync`)
    await managing(app).unlock()
    await managing(app).sync()
    await page.getByText('收到下级的上报包').waitFor()
    await waiting
      .getByText(/上报包是用采集方案|没有通过核对/)
      .first()
      .waitFor({ state: 'detached' })
    await managing(app).open('检查')
    await isListed(5)
    await managing(app).open('接收报送')
    await managing(app).receive([join(folder, '新.rpu')])
    await managing(app).open('检查')
    await isListed(6)
    await managing(app).openCase('韦早')
    await page.getByText('这份报送用采集方案 2012.0 版填写，现在用的是 2012.2 版').waitFor()
  })
})

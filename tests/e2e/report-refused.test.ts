import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import { getTotals } from '#core/sync/totals.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { reportUp, setUpTree } from '#tests/support/clerk.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aPack, inPieces, someSubmissions } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
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
    app = await openApp({ path: '/unit', start: () => Promise.resolve(server) })
    app.page.setDefaultTimeout(30_000)
    clerk = managing(app)
    await clerk.setUp(aUnit, '甲')
    await clerk.connect('jia')
  })
  afterAll(async () => {
    await app.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  async function passOne(name: string, at: number): Promise<void> {
    const person = anotherPerson(name, at, { employer: aUnit.name })
    const { text } = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
    const file = join(folder, `${name}.rpu`)
    await writeFile(file, text)
    await clerk.open('接收报送')
    await clerk.receive([file])
    await clerk.pass(name)
  }

  const countOf = async (file: { readonly path: string }): Promise<number> => {
    const read = await readPack(inPieces(new Uint8Array(await readFile(file.path))))
    return read.ok ? read.value.content.count : NaN
  }
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
    expect(await countOf(first)).toBe(1)
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
    expect(await countOf(again)).toBe(1)
    await note.waitFor({ state: 'detached' })
    await clerk.sync()
    await page.getByText('上报包已送达上级').waitFor()
    expect(await reportedAbove()).toBe(2)
    // What was refused stays known, and is nothing to be done any more.
    await clerk.open('上报')
    await page.getByRole('listitem').filter({ hasText: '本单位上报' }).getByText('上级没有接收').waitFor()
    expect(await note.count()).toBe(0)
    expect(app.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })
})

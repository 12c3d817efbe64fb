import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsProfile } from '#tests/support/engine.ts'
import { holdWritesAfter } from '#tests/support/hold-writes.ts'
import { inPieces } from '#tests/support/packs.ts'
import { managing } from '#tests/support/managing.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticPack } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

// More than are marked in one transaction.
const people = 700
let folder: string
let app: OpenedApp

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-report-killed-'))
  const parent = { name: aUnit.name, orgCode: aUnit.orgCode }
  const school = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X', parent }
  const { stream } = await syntheticPack(people, {
    unit: school,
    key: await aSigningKey(),
    employer: { name: school.name, division: school.division },
    faultShare: 0,
    rareShare: 0,
  })
  const pack = join(folder, 'school.rpz')
  await writeFile(pack, new Uint8Array(await new Response(stream).arrayBuffer()))
  app = await openApp({ path: '/unit' })
  app.page.setDefaultTimeout(60_000)
  await managing(app).setUp(aUnit)
  await managing(app).open('接收报送')
  await managing(app).receive([pack])
  await managing(app).open('检查')
  await app.page.getByRole('button', { name: `通过全部无问题的（${people} 人）` }).click()
  await app.page.getByText(`已通过 ${people} 人。`).waitFor()
}, 180_000)
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

const inState = async (state: string): Promise<number> => {
  const button = app.page.getByRole('button', { name: new RegExp(`^${state} ?\\d+$`) })
  return Number(/\d+/.exec((await button.textContent()) ?? '')?.[0])
}

describe.runIf(keepsProfile)('a browser that is killed while people are marked as reported', () => {
  test('has written the pack whole, and marks the rest the next time: nobody twice, nobody left', async () => {
    await managing(app).open('上报')
    await app.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await holdWritesAfter(app.page, 1)
    const pack = await app.download(() => app.page.getByRole('button', { name: `上报 ${people} 人` }).click())
    const read = await readPack(inPieces(new Uint8Array(await readFile(pack.path))))
    expect(read).toMatchObject({ ok: true, value: { content: { count: people } } })
    await app.page.getByText(`上报包已保存，正在登记 500 / ${people} 人`).waitFor()
    await app.kill()

    await app.relaunch('/unit/cases')
    app.page.setDefaultTimeout(60_000)
    await managing(app).unlock()
    await managing(app).open('检查')
    await app.page.getByText(`${people} 人`, { exact: true }).waitFor()
    await expect.poll(async () => [await inState('已上报'), await inState('通过')]).toEqual([500, people - 500])

    await managing(app).open('上报')
    await app.page.getByRole('heading', { level: 1, name: '上报' }).waitFor()
    await managing(app).open('检查')
    await expect.poll(() => inState('已上报'), { timeout: 30_000 }).toBe(people)
    await expect.poll(() => inState('通过')).toBe(0)
    expect(app.complaints).toEqual([])
  })
})

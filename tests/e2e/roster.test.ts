import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp
let code = ''
const usual = ['姓名', '性别', '身份证号', '学历', '资格名称', '签发时间', '现专业技术职务']
const ordered = [...usual.slice(0, -1), '手机号码', '现专业技术职务']
const people = ['覃明珠', '马小云', '韦晓𬱖'].map((name, at) => anotherPerson(name, at + 1))

async function packOf(fileName: string, of: typeof people, unit = aUnit): Promise<string> {
  const key = await aSigningKey()
  // 𬱖 is warned of, and the person has said why it stands.
  const warnings = [{ rule: 'B04', path: 'basic.name', reason: '身份证上就是这个字' }]
  const signed = await Promise.all(of.map((person) => signSubmission(aSubmissionContent({ warnings }, person), key)))
  const file = join(folder, fileName)
  await writeFile(file, await aPack(signed, { unit, key: await aSigningKey() }))
  return file
}

/** The heads of the columns chosen as they stand in sight, from left to right. */
async function heads(): Promise<readonly string[]> {
  const [, ...chosen] = await app.page.locator('.roster-preview').getByRole('columnheader').allTextContents()
  return chosen.map((head) => head.trim())
}

async function check(typed: string): Promise<void> {
  const field = app.page.getByLabel('校验码', { exact: true })
  await field.fill(typed)
  await field.press('Enter')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-roster-'))
  app = await openApp({ path: '/unit' })
  await app.untilOfflineReady()
  await managing(app).setUp(aBureau)
  // 𬱖 is not among the glyphs that are always there: they come in the background while there is a network.
  await managing(app).open('名册表')
  await app.page.getByText('全部字形都在这台电脑上').waitFor({ timeout: 60_000 })
  await app.goOffline()
  await app.page.reload()
  await managing(app).unlock()
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the roster, offline', () => {
  test('says what to do while nobody has passed', async () => {
    await managing(app).open('名册表')
    await app.page.getByText('还没有人审核通过。').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).open('接收报送')
    await managing(app).receive([await packOf('1.rpz', people)])
    await managing(app).open('检查')
    await app.page.getByRole('button', { name: '通过全部无问题的（3 人）' }).click()
    await app.page.getByText('已通过 3 人。').waitFor()
  })

  test('is of nobody while the last passing of many is taken back, from wherever the clerk was since', async () => {
    const { page } = app
    const undo = page.getByRole('button', { name: '撤销上次批量通过（3 人）' })
    await managing(app).open('名册表')
    await managing(app).open('检查')
    await undo.click()
    await page.getByText('已撤销，3 人回到检查中。').waitFor()
    await expect.poll(() => undo.count()).toBe(0)
    await page.getByRole('button', { name: '通过全部无问题的（3 人）' }).click()
    await undo.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('keeps a layout: other columns, another order, larger paper', async () => {
    await managing(app).open('名册表')
    await app.page.getByLabel('增加栏目').selectOption({ label: '基本信息 · 手机号码' })
    await expect.poll(heads).toEqual([...usual, '手机号码'])
    await app.page.getByRole('button', { name: '基本信息 · 手机号码 前移' }).click()
    await expect.poll(heads).toEqual(ordered)
    await app.page.getByLabel('排序').selectOption({ label: '按姓名笔画' })
    await app.page.getByLabel('纸张').selectOption({ label: 'A3 横向' })
    await app.page.getByLabel('版式名称').fill('带手机')
    await app.page.getByRole('button', { name: '保存为版式' }).click()
    await app.page.getByText('版式“带手机”已保存。').waitFor()
    const layout = app.page.getByLabel('版式', { exact: true })
    await layout.selectOption({ label: '通用版式' })
    await app.page.getByRole('columnheader', { name: '手机号码' }).waitFor({ state: 'detached' })
    await layout.selectOption({ label: '带手机' })
    await expect.poll(heads).toEqual(ordered)
    await expect.poll(() => app.page.getByLabel('排序').inputValue()).toBe('stroke')
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('is printed with totals, boxes and code, every figure as in the data', async () => {
    const file = await app.download(() => app.page.getByRole('button', { name: '打印名册表（PDF）' }).click())
    expect(file.fileName).toMatch(/^北流市教育局_名册表_\d{8}_3人\.pdf$/)
    const paper = new Uint8Array(await readFile(file.path))
    expect(Buffer.from(paper).toString('latin1')).toContain('/MediaBox[0 0 1190.55 841.89]')
    const text = pdfText(paper).join('\n')
    for (const { basic } of people) {
      for (const key of ['name', 'idNumber', 'mobile']) expect(text).toContain(basic[key])
    }
    expect(text.split('\n').filter((line) => ordered.includes(line))).toEqual(ordered)
    for (const said of ['本页小计：3 人：女性 3', '合计：3 人', '单位公章']) expect(text).toContain(said)
    code = /校验码 ([0-9a-f-]{19})/.exec(text)?.[1] ?? ''
    await app.page.getByText('与现在的数据一致').waitFor()
    await app.page.getByText(`已保存 ${file.fileName}`).waitFor()
    await managing(app).open('本单位')
    await app.page.getByRole('heading', { name: '采集任务' }).waitFor()
    expect(await app.page.getByText(file.fileName).count(), 'where nothing was printed').toBe(0)
    await managing(app).open('名册表')
  })

  test('reprinted later with another layout has the same code, and layouts outlive a reload', async () => {
    await app.page.reload()
    await managing(app).unlock()
    await managing(app).open('名册表')
    const layout = app.page.getByLabel('版式', { exact: true })
    await layout.selectOption({ label: '带手机' })
    await expect.poll(heads).toEqual(ordered)
    await layout.selectOption({ label: '通用版式' })
    await app.page.getByRole('columnheader', { name: '手机号码' }).waitFor({ state: 'detached' })
    const file = await app.download(() => app.page.getByRole('button', { name: '打印名册表（PDF）' }).click())
    const paper = new Uint8Array(await readFile(file.path))
    expect(Buffer.from(paper).toString('latin1')).toContain('/MediaBox[0 0 841.89 595.28]')
    const text = pdfText(paper).join('\n')
    expect(text).not.toContain('手机号码')
    expect(text).toContain(`校验码 ${code}`)
  })

  test('tells by the typed code whether a paper shows the data of now', async () => {
    await check(code.toUpperCase())
    await app.page.getByText('一致：这张名册表就是现在的数据，3 人。').waitFor()
    await check('0000-0000-0000-0000')
    await app.page.getByText('对不上：').waitFor()
    await check('第一中学')
    await app.page.getByText('这不是名册表上的校验码').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('must be printed again before reporting when a record changed since (M12, M13)', async () => {
    await managing(app).open('检查')
    await managing(app).openCase('覃明珠')
    // Its name stands there before it is read, and no step is taken before.
    await app.page.getByText('审核记录', { exact: true }).waitFor()
    await app.page.getByRole('button', { name: '重新检查' }).click()
    await app.page.getByRole('dialog').getByLabel('原因').fill('再看一遍')
    await app.page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await app.page.getByRole('button', { name: '通过', exact: true }).waitFor()
    await managing(app).open('上报')
    await app.page.getByText('要上报 2 人，名册表 3 人').first().waitFor()
    await app.page.getByRole('checkbox', { name: /只上报已通过的人/ }).check()
    await app.page.getByRole('button', { name: '上报 2 人' }).click()
    await app.page.getByText('没有上报。请重新打印名册表并盖章').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).open('名册表')
    await check(code)
    await app.page.getByText('之后数据改过，现在 2 人').waitFor()
    await managing(app).open('检查')
    await managing(app).openCase('覃明珠')
    await app.page.getByText('审核记录', { exact: true }).waitFor()
    await app.page.getByRole('button', { name: '通过', exact: true }).click()
    await app.page.getByText('覃明珠 已通过。').waitFor()
  })

  test('goes up with its code, and the next pack holds only what changed', async () => {
    await managing(app).open('上报')
    const full = await app.download(() => app.page.getByRole('button', { name: '上报 3 人' }).click())
    const first = await readPack(inPieces(new Uint8Array(await readFile(full.path))))
    if (!first.ok) throw new Error(first.error.code)
    expect(first.value.content.rosterDigest).toBe(first.value.content.root)
    expect(code.replaceAll('-', '')).toBe(first.value.content.root.slice(0, 16))
    // A scanner types the whole code.
    await managing(app).open('名册表')
    await check(`caibao:roster/1?${first.value.content.root}&3`)
    await app.page.getByText('一致：这张名册表就是现在的数据，3 人。').waitFor()
    await managing(app).open('接收报送')
    const second = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }
    await managing(app).receive([await packOf('2.rpz', [anotherPerson('陆秋燕', 9)], second)])
    await managing(app).open('检查')
    await app.page.getByRole('button', { name: '通过全部无问题的（1 人）' }).click()
    await app.page.getByText('已通过 1 人。').waitFor()
    await managing(app).open('名册表')
    await app.download(() => app.page.getByRole('button', { name: '打印名册表（PDF）' }).click())
    await managing(app).open('上报')
    await app.page.getByRole('radio', { name: '只报上次之后的变化：1 人' }).check()
    const changes = await app.download(() => app.page.getByRole('button', { name: '上报 1 人' }).click())
    const next = await readPack(inPieces(new Uint8Array(await readFile(changes.path))))
    expect(next).toMatchObject({ ok: true, value: { content: { count: 1, since: first.value.digest, withdrawn: [] } } })
    expect(app.complaints).toEqual([])
  })
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInclusion } from '#core/pack/inclusion.ts'
import { readPack } from '#core/pack/read-pack.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import type { DownloadedFile } from '#tests/support/download.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

let person: OpenedApp
let unit: OpenedApp
let folder: string
let unitPack: DownloadedFile

/** A file another person brings. */
async function rpu(of: PersonRecord): Promise<string> {
  const file = join(folder, `${of.basic['name']}.rpu`)
  await writeFile(file, await submissionOf(of, await aSigningKey()))
  return file
}

/** A pack another unit reports. */
async function rpz(of: Unit, people: readonly PersonRecord[]): Promise<string> {
  const key = await aSigningKey()
  const signed = await Promise.all(people.map((each) => signSubmission(aSubmissionContent({}, each), key)))
  const file = join(folder, `${of.name}.rpz`)
  await writeFile(file, await aPack(signed, { unit: of, key: await aSigningKey() }))
  return file
}

const bytesOf = async ({ path }: DownloadedFile) => inPieces(new Uint8Array(await readFile(path)))

async function manifestOf(pack: DownloadedFile) {
  const read = await readPack(await bytesOf(pack))
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

/** Prints the roster; what stands on the paper. */
async function roster(app: OpenedApp, count: number): Promise<string> {
  await managing(app).open('名册表')
  await app.page.getByText(`${count} 人已通过或已上报`).waitFor()
  const file = await app.download(() => app.page.getByRole('button', { name: '打印名册表（PDF）' }).click())
  return pdfText(new Uint8Array(await readFile(file.path))).join('\n')
}

async function report(app: OpenedApp, count: number): Promise<DownloadedFile> {
  await managing(app).open('上报')
  await app.page.getByText('打印的名册表一致').waitFor()
  const pack = await app.download(() => app.page.getByRole('button', { name: `上报 ${count} 人` }).click())
  await app.page.getByText('本单位上报').waitFor()
  return pack
}

async function openFile(page: Page, button: string, file: DownloadedFile): Promise<void> {
  await chooseFiles(page, page.getByRole('button', { name: button }), [file.path])
}

async function offline(path: string): Promise<OpenedApp> {
  const app = await openApp({ path })
  await app.untilOfflineReady()
  await app.goOffline()
  await app.page.reload()
  return app
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-ladder-'))
  unit = await offline('/unit')
  person = await offline('/')
}, 180_000)
afterAll(async () => {
  await person.close()
  await unit.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a person and their unit, by files alone', () => {
  const outcomeOf = () => unit.page.getByRole('region', { name: '结果' }).getByRole('row').last()

  test('the task of the unit leads to a sealed submission that the unit opens', async () => {
    await managing(unit).setUp(aUnit)
    await unit.page.getByRole('button', { name: '签发采集任务' }).click()
    const task = await unit.download(() => unit.page.getByRole('button', { name: '保存 .task 文件' }).click())
    await openFile(person.page, '打开文件…', task)
    await person.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await person.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(person.page, { hasUnit: true })
    const submission = await generateAny(person)
    expect(JSON.parse(await submission.text()).caibao).toBe('sealed-submission/1')
    await managing(unit).open('接收报送')
    await managing(unit).receive([submission.path])
    await expect.poll(() => outcomeOf().textContent()).toContain('新接收')
  })

  test('what the unit returns opens at the field, and the next revision answers it', async () => {
    await managing(unit).open('检查')
    await managing(unit).openCase('韦晓莉')
    await unit.page.getByRole('button', { name: '退回' }).last().click()
    const dialog = unit.page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: '基本信息 · 手机号码' })
    const slip = await unit.download(() => dialog.getByRole('button', { name: '生成退回单' }).click())
    await person.page.goto(`${person.origin}/returned`)
    await openFile(person.page, '打开退回单…', slip)
    await person.page.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await fillingIn(person.page).type('手机号码', '13907750001')
    await fillingIn(person.page).untilSaved()
    const answer = await generateAny(person)
    await managing(unit).open('接收报送')
    await managing(unit).receive([answer.path])
    await expect.poll(() => outcomeOf().textContent()).toMatch(/这是退回后重新报送的/)
    expect(await outcomeOf().textContent()).toContain('13907750001')
  })

  test('the others are received, one is corrected, and all are passed', async () => {
    const lu = anotherPerson('陆秋燕', 11)
    const ma = anotherPerson('马小云', 12, { mobile: '123' })
    await managing(unit).receive([await rpu(lu), await rpu(ma)])
    await managing(unit).open('检查')
    await managing(unit).openCase('马小云')
    await unit.page.getByRole('button', { name: '修改' }).click()
    const dialog = unit.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /手机号码/ }).fill('13977500001')
    await dialog.getByLabel('修改原因').fill('本人来电更正')
    await dialog.getByRole('button', { name: '修改并签名' }).click()
    await unit.page.getByText('单位修改过 1 处').waitFor()
    for (const name of ['韦晓莉', '陆秋燕', '马小云']) {
      await managing(unit).openCase(name)
      await unit.page.getByRole('button', { name: '以上均已核对' }).click()
      await unit.page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
      await unit.page.getByRole('button', { name: '通过', exact: true }).click()
      await unit.page.getByText(`${name} 已通过。`).waitFor()
    }
    await expect.poll(() => unit.page.getByRole('button', { name: '通过', exact: true }).count()).toBe(0)
  })

  test('the roster is printed, and the pack goes up with the code that stands on it', async () => {
    const text = await roster(unit, 3)
    for (const said of ['韦晓莉', '陆秋燕', '马小云', '452526197904180226', '合计：3 人']) expect(text).toContain(said)
    unitPack = await report(unit, 3)
    expect(unitPack.fileName).toMatch(/^北流市第一中学_上报_\d{8}_3人\.rpz$/)
    const { content } = await manifestOf(unitPack)
    expect(text).toContain(`校验码 ${formatDigest(content.rosterDigest ?? '')}`)
    expect(content.rosterDigest).toBe(content.root)
  })

  test('the trail tells it all, and the person gets a proof', async () => {
    await managing(unit).open('检查')
    await managing(unit).openCase('韦晓莉')
    const proof = await unit.download(() => unit.page.getByRole('button', { name: '出具上报凭证' }).click())
    expect(await readInclusion(await proof.text())).toMatchObject({
      ok: true,
      value: { content: { count: 3, root: (await manifestOf(unitPack)).content.root } },
    })
    await person.page.goto(person.origin)
    await openFile(person.page, '打开文件…', proof)
    await person.page.getByText('北流市第一中学').first().waitFor()
    const trail = await unit.download(async () => {
      await unit.page.getByText('审核记录', { exact: true }).click()
      await unit.page.getByRole('button', { name: '导出审核记录' }).click()
    })
    const kinds = (await trail.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).step.kind)
    expect(kinds.filter((kind) => kind !== 'ticked')).toEqual([
      'received',
      'opened',
      'returned',
      'received',
      'opened',
      'passed',
      'reported',
    ])
    expect([...person.complaints, ...unit.complaints]).toEqual([])
  })
})

describe('the level above, by files alone', () => {
  let city: OpenedApp
  beforeAll(async () => {
    city = await offline('/unit')
  }, 180_000)
  afterAll(() => city.close())

  test('takes packs of three units, and decides who reports the person two of them sent', async () => {
    const second = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }
    const third = { ...aUnit, name: '北流市第三中学', orgCode: '12450981498811777X' }
    const lu = anotherPerson('陆秋燕', 11)
    await managing(city).setUp(aBureau, '梁主管')
    await managing(city).open('接收报送')
    await managing(city).receive([
      unitPack.path,
      await rpz(second, [lu, anotherPerson('覃明珠', 21)]),
      await rpz(third, [anotherPerson('莫丽娟', 22)]),
    ])
    await city.page.getByText('另一个单位也报送了这个人').first().waitFor()
    await managing(city).open('检查')
    await managing(city).openCase('陆秋燕')
    await city.page.getByRole('button', { name: '由“北流市第一中学”报' }).waitFor()
    await city.page.keyboard.press('p')
    await city.page.getByText('有 2 个单位同时报送了这个人').waitFor()
    await city.page.getByRole('button', { name: '由“北流市第一中学”报' }).click()
    await city.page.getByRole('button', { name: '由“北流市第一中学”报' }).waitFor({ state: 'detached' })
    await city.page.getByRole('button', { name: '通过全部无问题的（5 人）' }).click()
    await city.page.getByText('已通过 5 人。').waitFor()
    expect(await city.page.getByText('已通过 5 人。').count()).toBe(1)
  })

  test('prints its own roster and reports up: every figure on paper is in the pack', async () => {
    const text = await roster(city, 5)
    const pack = await report(city, 5)
    const people: string[] = []
    const read = await readPack(await bytesOf(pack), {
      onSubmission({ content }) {
        people.push(content.record.basic['name'] ?? '')
        expect(text).toContain(content.record.basic['idNumber'])
      },
    })
    if (!read.ok) throw new Error(read.error.code)
    expect(people.sort()).toEqual(['覃明珠', '莫丽娟', '陆秋燕', '韦晓莉', '马小云'].sort())
    expect(read.value.content).toMatchObject({ unit: aBureau, count: 5 })
    expect(read.value.content.merged?.map(({ count }) => count).sort()).toEqual([1, 2, 3])
    for (const said of ['共 5 人', '本页小计：5 人', '合计：5 人', ...people]) expect(text).toContain(said)
    expect(text).toContain(`校验码 ${formatDigest(read.value.content.root)}`)
    expect(city.complaints).toEqual([])
  })
})

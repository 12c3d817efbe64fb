import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { signCertificateRequest } from '#core/certificate/issue-certificate.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { OpenedApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aWorkbook } from '#tests/support/spreadsheets.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { syntheticPack } from '#tests/support/synthetic/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'
import type { Camera } from './camera.ts'

// Few enough that a backup of all is a plain download.
const manyPeople = 1900
const secondSchool = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }

interface Desk extends Camera {
  readonly clerk: Managing
  readonly app: OpenedApp
  /** Writes a file a person or a unit brings. */
  readonly fileOf: (name: string, content: string | Uint8Array) => Promise<string>
  readonly folder: string
}

/** A department that receives people, packs of its schools and tables, checks, prints and reports. */
export async function management(camera: Camera, app: OpenedApp): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'caibao-screenshots-'))
  const desk: Desk = {
    ...camera,
    app,
    clerk: managing(app),
    folder,
    async fileOf(name, content) {
      const file = join(folder, name)
      await writeFile(file, content)
      return file
    },
  }
  try {
    await atFirst(desk)
    await receiving(desk)
    await checking(desk)
    await listing(desk)
    await reporting(desk)
    await inEnglish(desk)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function packOf({ fileOf }: Desk, of: Unit, people: readonly PersonRecord[]): Promise<string> {
  const key = await aSigningKey()
  const signed = await Promise.all(people.map((each) => signSubmission(aSubmissionContent({}, each), key)))
  return fileOf(`${of.name}.rpz`, await aPack(signed, { unit: of, key: await aSigningKey() }))
}

async function atFirst({ page, scene, goTo, clerk, app }: Desk): Promise<void> {
  await scene('unit-set-up', async () => {
    await goTo('unit')
    await page.getByText('已有单位密钥文件？').click()
  })
  await page.getByText('已有单位密钥文件？').click()
  await clerk.setUp(aBureau, '梁主管')
  await scene('unit', () => page.getByText('密钥文件还没有保存').waitFor())
  await app.download(() => page.getByRole('button', { name: '保存密钥文件' }).click())
  await scene('unit-task', async () => {
    await page.getByRole('button', { name: '签发采集任务' }).click()
    await page.getByRole('button', { name: '显示二维码' }).click()
  })
  await scene('unit-certificates', async () => {
    const key = await aSigningKey()
    const text = await signCertificateRequest({ unit: aUnit, requestedAt: '2026-11-26T01:00:00.000Z' }, key)
    await page.getByRole('link', { name: '给下级单位签发证书' }).click()
    await chooseFiles(page, page.getByRole('button', { name: '打开证书申请…' }), [{ name: '一中.ucr', text }])
    await page.getByLabel('电话里听到的指纹').fill('0000-1111')
  })
  for (const name of ['接收报送', '检查', '统一单位名称', '名录', '汇总', '名册表', '上报', '导入导出'] as const) {
    await scene(`unit-empty-${name}`, () =>
      page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name, exact: true }).click(),
    )
  }
}

async function receiving(desk: Desk): Promise<void> {
  const { page, scene, clerk, fileOf, folder } = desk
  const [device, other] = [await aSigningKey(), await aSigningKey()]
  const wei = anotherPerson('韦晓𬱖', 10)
  const first = await submissionOf(wei, device)
  const broken = (await submissionOf(anotherPerson('覃小月', 14), other)).replace('"payload": "e', '"payload": "f')
  await clerk.open('接收报送')
  await clerk.receive([
    await fileOf('韦晓𬱖.rpu', first),
    await fileOf('韦晓𬱖 (1).rpu', first),
    await fileOf(
      '韦晓𬱖_第二版.rpu',
      await submissionOf(
        { ...wei, basic: { ...wei.basic, mobile: '13900000000', currentSpecialty: '初中语文教学' } },
        device,
        2,
      ),
    ),
    await fileOf('坏文件.rpu', broken),
    await fileOf('覃明珠.rpu', await submissionOf(anotherPerson('覃明珠', 13, { employer: '北流一中' }), other)),
    await fileOf('马小云.rpu', await submissionOf(anotherPerson('马小云', 12, { mobile: '123' }), other)),
    await packOf(desk, secondSchool, [anotherPerson('陆秋燕', 11), anotherPerson('莫丽娟', 22)]),
    await packOf(desk, aUnit, [anotherPerson('陆秋燕', 11)]),
  ])
  await scene('unit-receive', () => page.getByRole('region', { name: '结果' }).waitFor())
  const { stream } = await syntheticPack(manyPeople, {
    unit: { ...aUnit, name: '北流市第三中学', orgCode: '12450981498811777X' },
    key: await aSigningKey(),
  })
  const many = join(folder, '北流市第三中学.rpz')
  await pipeline(Readable.fromWeb(stream), createWriteStream(many))
  await scene('unit-receive-running', async () => {
    await chooseFiles(page, page.getByRole('button', { name: '选择文件…' }), [many])
    await page
      .getByText(/已核对/)
      .first()
      .waitFor()
  })
  await page.getByText('接收完成').waitFor({ timeout: 120_000 })
  await scene('unit-receive-many', () => page.getByText('接收完成').waitFor())
}

async function checking({ page, scene, goTo, clerk }: Desk): Promise<void> {
  await clerk.open('检查')
  await scene('unit-cases', () => page.getByRole('region', { name: '人员列表' }).waitFor())
  const find = async (name: string): Promise<void> => {
    await goTo('unit/cases')
    await unlocked({ page, clerk })
    await page.getByLabel('姓名或身份证号').fill(name)
    await clerk.openCase(name)
  }
  await scene('unit-cases-none', () => page.getByLabel('姓名或身份证号').fill('没有这个人'))
  await scene('unit-case-wrong', () => find('马小云'))
  await scene('unit-correct', async () => {
    await page.getByRole('button', { name: '修改' }).click()
    await page.getByRole('dialog').waitFor()
  })
  await page.keyboard.press('Escape')
  await scene('unit-return', async () => {
    await page.getByRole('button', { name: '退回' }).last().click()
    await page.getByRole('dialog').waitFor()
  })
  await page.keyboard.press('Escape')
  await scene('unit-case', () => find('覃明珠'))
  await scene('unit-paper', () =>
    page
      .getByRole('button', { name: '打印页' })
      .or(page.getByRole('radio', { name: '打印页' }))
      .first()
      .click(),
  )
  await scene('unit-revisions', async () => {
    await find('韦晓𬱖')
    await page.getByRole('button', { name: '与现在的比较' }).first().click()
  })
  await scene('unit-duplicate', async () => {
    await find('陆秋燕')
    await page
      .getByRole('button', { name: /由“.*”报/ })
      .first()
      .waitFor()
  })
}

/** After an address was typed the store is closed again. */
async function unlocked({ page, clerk }: Pick<Desk, 'page' | 'clerk'>): Promise<void> {
  const asks = page.getByRole('heading', { name: '解锁' })
  await asks
    .or(page.getByRole('navigation', { name: '管理版' }))
    .first()
    .waitFor()
  if (await asks.isVisible()) await clerk.unlock()
  await page.getByRole('navigation', { name: '管理版' }).waitFor()
}

async function listing({ page, scene, clerk, fileOf }: Desk): Promise<void> {
  const table = async (name: string, list: readonly (readonly string[])[]): Promise<string> =>
    fileOf(`${name}.xlsx`, new Uint8Array(await (await aWorkbook([{ name, rows: list }])).arrayBuffer()))
  const goTo = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name, exact: true }).click()
  const choose = (button: string, file: string): Promise<void> =>
    chooseFiles(page, page.getByRole('button', { name: button }), [file])
  await scene('unit-names', async () => {
    await clerk.open('统一单位名称')
    await page.getByRole('checkbox', { name: /北流一中/ }).check()
    await page.getByRole('button', { name: '预览' }).click()
    await page.getByText('将修改').first().waitFor()
  })
  await scene('unit-register-preview', async () => {
    await goTo('名录')
    await choose(
      '导入单位名录…',
      await table('名录', [
        ['单位全称', '组织机构代码', '别名'],
        [aUnit.name, aUnit.orgCode, '北流一中'],
        [secondSchool.name, secondSchool.orgCode, '北流二中'],
      ]),
    )
    await page.getByRole('button', { name: '保存', exact: true }).waitFor()
  })
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await choose(
    '导入应报名单…',
    await table('应报', [
      ['姓名', '身份证号'],
      ['没报的人', '45252619790418266X'],
      ['李建国', '45252619790418258X'],
    ]),
  )
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await scene('unit-lists', () =>
    page
      .getByText(/未报 \d/)
      .first()
      .waitFor(),
  )
  await scene('unit-import', async () => {
    await goTo('导入导出')
    await choose(
      '选择表格…',
      await table('基本信息', [
        ['姓名', '身份证号', '性别', '民族', '出生地', '单位'],
        ['韦晓莉', '452526197904182627', '女', '壮', '广西玉林北流市', aUnit.name],
        ['黄芳', '452526197904182643', '女', '火星族', '北流市', aUnit.name],
      ]),
    )
    await page.getByText('读到 1 人').waitFor()
  })
  await scene('unit-totals', async () => {
    await clerk.open('汇总')
    await page.getByLabel('列').selectOption({ label: '基本信息 · 民族' })
  })
}

async function reporting({ page, scene, clerk, app }: Desk): Promise<void> {
  await clerk.open('检查')
  await page.getByLabel('姓名或身份证号').fill('')
  await page.getByRole('button', { name: /通过全部无问题的/ }).click()
  await scene('unit-bulk', () => page.getByText(/^已通过 \d+ 人。/).waitFor({ timeout: 60_000 }))
  await scene('unit-roster', async () => {
    await clerk.open('名册表')
    await page.getByText('人已通过或已上报').waitFor()
  })
  const printing = app.download(() => page.getByRole('button', { name: '打印名册表（PDF）' }).click())
  await printing
  await scene('unit-roster-printed', () => page.getByText('与现在的数据一致').waitFor())
  await scene('unit-report-refused', async () => {
    await clerk.open('上报')
    await page.getByRole('button', { name: /^上报 / }).click()
    await page.getByText('没有上报').first().waitFor()
  })
  await page.getByRole('checkbox', { name: /只上报已通过的人/ }).check()
  await app.download(() => page.getByRole('button', { name: /^上报 / }).click())
  await scene('unit-report', () => page.getByText('本单位上报').waitFor())
  await clerk.open('本单位')
  await page.getByLabel('备份口令').fill('整库备份的口令甲')
  await app.download(() => page.getByRole('button', { name: '备份整库…' }).click())
  await scene('unit-backup', () =>
    page
      .getByText(/上次备份/)
      .first()
      .waitFor(),
  )
  await scene('unit-users', async () => {
    await page.getByLabel('姓名', { exact: true }).fill('覃同事')
    await page.getByLabel('口令', { exact: true }).fill('同事自己的口令四')
    await page.getByRole('button', { name: '增加采集员' }).click()
    await page.getByRole('button', { name: '移除 覃同事…' }).click()
  })
  await page.getByRole('button', { name: '取消' }).click()
  await scene('unit-users-own', () => page.getByRole('button', { name: '改姓名或口令…' }).click())
  await page.getByRole('button', { name: '取消' }).click()
  await scene('unit-locked', () => page.getByRole('button', { name: '锁定' }).click())
}

async function inEnglish({ page, scene, app }: Desk): Promise<void> {
  await page.evaluate(() => localStorage.setItem('caibao.language', 'en'))
  await scene('unit-english-locked', async () => {
    await page.goto(`${app.origin}/unit/cases`)
    await page.locator('input[type=password]').waitFor()
  })
}

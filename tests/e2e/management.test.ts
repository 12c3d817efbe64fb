import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'
import { readKeyFile } from '#core/unit/key-file.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { movesMouse } from '#tests/support/engine.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { aMobile, anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { packFileOf } from '#tests/support/pack-files.ts'
import { inPieces } from '#tests/support/packs.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const wei = anotherPerson('韦晓𬱖', 10)
let folder: string
let app: OpenedApp
let task: Task

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function sealed(text: string): Promise<string> {
  const { encryptionKey } = task.content
  if (!encryptionKey) throw new Error('the task carries no key')
  return sealSubmission(text, [encryptionKey])
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-unit-'))
  app = await openApp({ path: '/unit' })
  await app.untilOfflineReady()
  await app.goOffline()
  await app.page.reload()
})
afterAll(() => app.close())

describe('a unit, offline', () => {
  test('is set up with its seal name, two officers and a clerk', async () => {
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).setUp(aUnit)
    await app.page.getByText('密钥文件还没有保存').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('saves a key file that either officer opens', async () => {
    const file = await app.download(() => app.page.getByRole('button', { name: '保存密钥文件' }).click())
    const content = await readKeyFile(await file.text(), secrets.officer2)
    expect(content).toMatchObject({ ok: true, value: { unit: aUnit } })
    await app.page.getByText('保存过。').waitFor()
  })

  test('issues a task that carries its name and its key', async () => {
    await app.page.getByRole('button', { name: '签发采集任务' }).click()
    const file = await app.download(() => app.page.getByRole('button', { name: '保存 .task 文件' }).click())
    const read = await readTask(await file.text())
    if (!read.ok) throw new Error(read.error.code)
    task = read.value
    expect(task.content.unit).toEqual(aUnit)
    expect(task.content.encryptionKey).toBeDefined()
    await app.page.getByRole('button', { name: '显示二维码' }).click()
    await app.page.getByRole('img', { name: '采集任务二维码' }).waitFor()
  })

  test('asks for the passphrase after a restart, and refuses a wrong one', async () => {
    await app.page.reload()
    await app.page.getByLabel('口令').fill('不是这个口令')
    await app.page.getByRole('button', { name: '解锁' }).click()
    await app.page.getByText('口令不对').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).unlock()
  })
})

describe('receiving, offline', () => {
  const lu = anotherPerson('陆秋燕', 11)
  const ma = anotherPerson('马小云', 12, { mobile: '123', employer: '广西北流一中' })

  test('tells what each file is, whatever its name, and refuses what was changed', async () => {
    const [deviceOfWei, deviceOfLu] = [await aSigningKey(), await aSigningKey()]
    const first = await submissionOf(wei, deviceOfWei)
    const open = await submissionOf(lu, deviceOfLu)
    const changed = open.replace(/"payload": "(.)/, (_, letter: string) => `"payload": "${letter === 'e' ? 'f' : 'e'}`)
    const abroad = await submissionOf(anotherPerson('覃明珠', 13, { employer: '北流一中' }), deviceOfLu)
    await managing(app).open('接收报送')
    await managing(app).receive([
      // Sealed, and saved again by a mail program.
      await fileOf('附件1.txt', `\uFEFF${await sealed(first)}`),
      await fileOf('陆秋燕.rpu', open),
      await fileOf('陆秋燕 (1).rpu', open),
      await fileOf('坏文件.rpu', changed),
      await fileOf('覃明珠.rpu', abroad),
      await fileOf('马小云.rpu', await submissionOf(ma, deviceOfLu)),
      await fileOf(
        '第二版.rpu',
        await submissionOf({ ...wei, basic: { ...wei.basic, mobile: '13900000000' } }, deviceOfWei, 2),
      ),
    ])
    const table = app.page.getByRole('region', { name: '结果' })
    const lineOf = (file: string) => table.getByRole('row').filter({ hasText: file })
    expect(await lineOf('附件1.txt').textContent()).toContain('新接收')
    expect(await lineOf('陆秋燕 (1).rpu').textContent()).toContain('重复，未变')
    const damaged = await lineOf('坏文件.rpu').textContent()
    for (const said of ['没有接收', '这个文件在传递中被改动过（第 1 个签名不符）', '请让本人重新生成报送'])
      expect(damaged).toContain(said)
    expect(await lineOf('覃明珠.rpu').textContent()).toContain('填的单位与本单位公章不一致')
    expect(await lineOf('第二版.rpu').textContent()).toContain('较新，已替换')
    expect(await lineOf('第二版.rpu').textContent()).toContain(aMobile(10))
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('lists the people with their states and open points', async () => {
    await managing(app).open('检查')
    const list = app.page.getByRole('region', { name: '人员列表' })
    await expect.poll(() => list.getByRole('link').count()).toBe(4)
    await app.page.getByLabel('姓名或身份证号').fill('马')
    await expect.poll(() => list.getByRole('link').count()).toBe(1)
    await list.getByRole('img', { name: /处必改/ }).waitFor()
    await app.page.getByLabel('姓名或身份证号').fill('')
    expect(await findAxeViolations(app.page)).toEqual([])
  })
})

describe('checking, offline', () => {
  test('refuses to pass before everything is compared with the originals', async () => {
    await managing(app).openCase('陆秋燕')
    await app.page.getByRole('button', { name: '以上均已核对' }).waitFor()
    await app.page.keyboard.press('p')
    await app.page.getByText('还有 9 项没有核对').waitFor()
    await app.page.getByRole('button', { name: '以上均已核对' }).click()
    await app.page.getByRole('checkbox', { name: '电话能联系到本人' }).and(app.page.locator(':checked')).waitFor()
    // A box half under the head that stays in sight counts as too small.
    await app.page.evaluate(() => scrollTo(0, 0))
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: '通过', exact: true }).click()
    await app.page.getByText('陆秋燕 已通过。').waitFor()
  })

  test('corrects a value on behalf of the person, with the reason in the trail', async () => {
    await managing(app).openCase('马小云')
    await app.page
      .getByText('必改')
      .or(app.page.getByRole('img', { name: '必改' }))
      .first()
      .waitFor()
    await app.page.getByRole('button', { name: '修改' }).click()
    const dialog = app.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /手机号码/ }).fill('13977500001')
    await dialog.getByLabel('修改原因').fill('本人来电更正')
    await dialog.getByRole('button', { name: '修改并签名' }).click()
    await app.page.getByText('单位修改过 1 处').waitFor()
    await app.page.getByText('审核记录', { exact: true }).click()
    await app.page.getByText('123 → 13977500001（本人来电更正）').waitFor()
    await app.page.locator('.case-issues').getByRole('img', { name: '必改' }).waitFor({ state: 'detached' })
    // A button half under the head that stays in sight counts as too small.
    await app.page.evaluate(() => scrollTo(0, 0))
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('gives back the very file that came, byte for byte', async () => {
    await managing(app).openCase('韦晓𬱖')
    const first = app.page.locator('.case-revisions li').filter({ hasText: '第 1 版' })
    const saved = await app.download(() => first.getByRole('button', { name: '保存收到的文件' }).click())
    expect(saved.fileName).toMatch(/^韦晓𬱖_报送文件_r1_.*\.rpu$/u)
    expect(await readFile(saved.path)).toEqual(await readFile(join(folder, '附件1.txt')))
  })

  test('sends a record back with comments on fields', async () => {
    await managing(app).openCase('韦晓𬱖')
    await app.page.getByRole('button', { name: '退回', exact: true }).first().waitFor()
    await app.page.keyboard.press('r')
    const dialog = app.page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption({ label: '基本信息 · 手机号码' })
    await dialog.getByLabel('说明（可不填）').fill('请核对')
    const file = await app.download(() => dialog.getByRole('button', { name: '生成退回单' }).click())
    const slip = await readReturnSlip(await file.text())
    expect(slip).toMatchObject({
      ok: true,
      value: { content: { revision: 2, comments: [{ path: 'basic.mobile', reason: 'differs', text: '请核对' }] } },
    })
    await app.page.getByRole('strong').getByText('退回', { exact: true }).waitFor()
  })
})

describe('bringing together, offline', () => {
  test('unifies unit names with a preview, person by person in the trail', async () => {
    await managing(app).open('统一单位名称')
    const { page } = app
    const preview = async (): Promise<void> => {
      const boxes = page.getByRole('checkbox', { name: /北流一中/ })
      for (const at of [0, 1]) await boxes.nth(at).check()
      await page.getByRole('button', { name: '预览' }).click()
    }
    await page.getByRole('listitem').getByText('北流一中（1 人）、广西北流一中（1 人）', { exact: true }).waitFor()
    await preview()
    await page.getByText('将修改 2 人：').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '修改这 2 人' }).click()
    await page.getByText('所有人的单位名称都与公章一致。').waitFor()
    await expect.poll(() => page.getByRole('heading', { name: '相近的写法' }).count()).toBe(0)
    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByText('已撤销，2 人的单位名称改回原样。').waitFor()
    await preview()
    await page.getByRole('button', { name: '修改这 2 人' }).click()
    await page.getByText('所有人的单位名称都与公章一致。').waitFor()
  })

  test('counts people; every number opens the people behind it', async () => {
    await managing(app).open('汇总')
    await app.page.getByLabel('列').selectOption({ label: '基本信息 · 民族' })
    expect(await findAxeViolations(app.page)).toEqual([])
    const number = app.page.getByRole('link', { name: '中级：4 人，查看名单' })
    // A new tab would be locked, and list everybody.
    await number.click(movesMouse ? { button: 'middle' } : {})
    await app.page.getByText('4 人', { exact: true }).waitFor()
    await app.page.getByText('汇总：中级').waitFor()
    await app.page.getByRole('button', { name: '不再只看这些人' }).click()
    await app.page.getByText('汇总：中级').waitFor({ state: 'detached' })
  })

  test('passes all that have no open point at once, and takes it back', async () => {
    await managing(app).open('检查')
    for (const name of ['马小云', '覃明珠']) {
      await managing(app).openCase(name)
      await app.page.getByRole('button', { name: '以上均已核对' }).click()
      await app.page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
    }
    const bulk = app.page.getByRole('button', { name: '通过全部无问题的（2 人）' })
    await bulk.click()
    await app.page.getByText('已通过 2 人。').waitFor()
    await app.page.getByRole('button', { name: '撤销' }).last().click()
    await app.page.getByText('已撤销，2 人回到检查中。').waitFor()
    await bulk.click()
    await app.page.getByRole('button', { name: /^通过 2|^通过 3/ }).waitFor()
    await expect.poll(() => bulk.count()).toBe(0)
  })

  test('shows the roster with the digest of exactly these people', async () => {
    await managing(app).open('名册表')
    await app.page.getByText('3 人已通过或已上报').waitFor()
    await app.page.getByRole('row').filter({ hasText: '覃明珠' }).waitFor()
    await app.page.getByText(/[0-9a-f]{4}(-[0-9a-f]{4}){3}/).waitFor()
    await app.page.getByText('还有 1 人未审核，名册表不完整。').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })
})

describe('reporting up, offline', () => {
  let pack: string

  test('is refused while somebody is open, and writes a pack of all others when told to', async () => {
    await managing(app).open('上报')
    await app.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await app.page.getByRole('button', { name: '上报 3 人' }).click()
    await app.page.getByText('还有 1 人没有审核通过，没有上报').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('checkbox', { name: /只上报已通过的人/ }).check()
    const file = await app.download(() => app.page.getByRole('button', { name: '上报 3 人' }).click())
    pack = file.path
    await app.page.getByText('本单位上报').waitFor()
    const read = await readPack(inPieces(new Uint8Array(await readFile(pack))))
    expect(read).toMatchObject({ ok: true, value: { content: { unit: aUnit, count: 3 } } })
  })

  test('is received by the level above, once, and passed there without ticks', async () => {
    const above = await openApp({ path: '/unit' })
    try {
      await above.untilOfflineReady()
      await above.goOffline()
      const city = managing(above)
      await city.setUp(aBureau, '梁主管')
      await city.open('接收报送')
      await city.receive([pack])
      const table = above.page.getByRole('region', { name: '结果' })
      await table.getByRole('link', { name: '马小云' }).waitFor()
      await expect.poll(() => table.getByText('新接收').count()).toBe(3)
      await city.receive([pack])
      await table.getByText('已经汇总过').waitFor()
      await city.open('检查')
      await city.openCase('马小云')
      await above.page.getByText('“北流市第一中学”已与原件核对并签名上报。').waitFor()
      await above.page.getByText('单位修改过 4 处').waitFor()
      await city.open('接收报送')
      const second = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X', parent: aBureau }
      const others = [packFileOf(folder, second, anotherPerson('陆秋燕', 11)), packFileOf(folder, aBureau, wei)]
      await city.receive(await Promise.all(others))
      await table.getByText('另一个单位也报送了这个人').waitFor()
      await table.getByText('它填报的上级不是本单位').waitFor()
      await city.open('检查')
      await city.openCase('陆秋燕')
      await above.page.getByRole('button', { name: '由“北流市第一中学”报' }).waitFor()
      await above.page.keyboard.press('p')
      await above.page.getByText('有 2 个单位同时报送了这个人').waitFor()
      expect(await findAxeViolations(above.page)).toEqual([])
      await above.page.getByRole('button', { name: '由“北流市第一中学”报' }).click()
      await above.page.getByRole('button', { name: '由“北流市第一中学”报' }).waitFor({ state: 'detached' })
      await above.page.getByRole('button', { name: '通过全部无问题的（3 人）' }).click()
      await above.page.getByText('已通过 3 人。').waitFor()
      await city.open('上报')
      await above.page.getByText('还没有打印名册表。').waitFor()
      await above.page.getByRole('checkbox', { name: '这次不附名册表' }).check()
      const file = await above.download(() => above.page.getByRole('button', { name: '上报 3 人' }).click())
      const read = await readPack(inPieces(new Uint8Array(await readFile(file.path))))
      expect(read).toMatchObject({
        ok: true,
        value: { content: { unit: aBureau, merged: [{ count: 1 }, { count: 3, unit: aUnit }] } },
      })
      expect(above.complaints).toEqual([])
    } finally {
      await above.close()
    }
  })

  test('left no complaint of the browser', () => {
    expect(app.complaints).toEqual([])
  })
})

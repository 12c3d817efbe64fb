import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BackupDraft } from '#core/backup/backup.ts'
import { signBackup } from '#core/backup/write-backup.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { keptAtRest as kept } from '#tests/support/at-rest.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { backUpAndRead, makeBackupFile, openBackupFile, readBack } from '#tests/support/backing-up.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { keyOf, putKeyThatStays } from '#tests/support/device-key.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { expectFocusOn } from '#tests/support/focus.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { putDrafts } from '#tests/support/stored-drafts.ts'

const passphrase = '北流芭蕉二〇二六'

const makeBackup = (app: OpenedApp): Promise<string> => makeBackupFile(app, passphrase)
const backUp = (app: OpenedApp): Promise<string> => backUpAndRead(app, passphrase)
const openFile = (app: OpenedApp, path: string, word = passphrase): Promise<void> => openBackupFile(app, path, word)

async function typeInto({ page, origin }: OpenedApp, draftPath: string, fields: Record<string, string>): Promise<void> {
  await page.goto(origin + draftPath)
  const form = fillingIn(page)
  for (const [label, text] of Object.entries(fields)) await form.type(label, text)
  await form.untilSaved()
}

describe('a backup that was made', () => {
  let app: OpenedApp
  let folder: string
  const meter = () => app.page.getByRole('region', { name: '安全副本' })
  /** What the meter says of the file, once it says something. */
  async function inFile(): Promise<string> {
    const line = meter().getByText(/^备份文件 ·/)
    await line.waitFor()
    return line.innerText()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-backup-'))
    app = await openApp({ path: '/new' })
    await fillingIn(app.page).type('姓名', '韦晓莉')
    await fillingIn(app.page).untilSaved()
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('is no copy before it was read back, also after the page was loaded anew', async () => {
    await makeBackup(app)
    expect(await inFile()).toBe('备份文件 · 还没有')
    await app.page.reload()
    expect(await inFile()).toBe('备份文件 · 还没有')
    await app.page.goto(app.origin)
    await app.page.getByText('备份文件 — 还没有').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('is not taken for one by another backup, nor by a file with one byte changed', async () => {
    const other = await makeBackup(app)
    const changed = join(folder, '改过.bak')
    const wrong = [
      async (): Promise<string> => other,
      async (made: string): Promise<string> => {
        const bytes = await readFile(made)
        const last = bytes.length - 3
        bytes[last] = (bytes[last] ?? 0) ^ 1
        await writeFile(changed, bytes)
        return changed
      },
    ]
    for (const fileFor of wrong) {
      const made = await makeBackup(app)
      await readBack(app, await fileFor(made))
      await app.page.getByText('选的文件与刚才生成的备份不一致，没有算作副本').waitFor()
      expect(await inFile()).toBe('备份文件 · 还没有')
      await app.page.reload()
      expect(await inFile()).toBe('备份文件 · 还没有')
    }
  })

  test('is one once the file itself was read back', async () => {
    const made = await makeBackup(app)
    await readBack(app, made)
    await app.page.getByText('已读回核对').waitFor()
    await expect.poll(inFile).toMatch(/^备份文件 · .+ 核对过$/)
  })

  test('tells that a forgotten passphrase opens nothing, and of a key that has to stay here', async () => {
    const { page, origin } = app
    await putKeyThatStays(page)
    await page.goto(`${origin}/backup`)
    await page.getByText('没有人能替您打开这份备份，包括单位和软件作者').waitFor()
    await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    await app.download(() => page.getByRole('textbox', { name: '再输一遍口令' }).press('Enter'))
    await page.getByText('这台电脑的签名密钥是旧版本做的，不能带走').waitFor()
    await expectFocusOn(page, '备份已生成，还差一步')
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(`${origin}/hand-back`)
    await page.getByText('签名密钥是旧版本做的，不能带走，清空后就没有了').waitFor()
    expect(await page.getByText('要带走，请生成设口令的备份').count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
  })
})

describe('a backup without a passphrase', () => {
  let office: OpenedApp
  let home: OpenedApp
  let path = ''
  const record = { 姓名: '韦晓莉', 手机号码: '13807750000' }
  beforeAll(async () => {
    office = await openApp({ path: '/new' })
    home = await openApp()
    const form = fillingIn(office.page)
    for (const [label, text] of Object.entries(record)) await form.type(label, text)
    await form.untilSaved()
  })
  afterAll(() => Promise.all([office.close(), home.close()]))

  const lookAtFile = async (): Promise<void> => {
    await home.page.goto(`${home.origin}/restore`)
    await home.page.getByLabel('选备份文件').last().setInputFiles(path)
    await home.page.getByText('这份备份没有设口令').waitFor()
  }

  test('is made after a warning, holds no key, and brings the records', async () => {
    const { page, origin } = office
    await page.goto(`${origin}/backup`)
    await page.getByRole('checkbox', { name: '不设口令' }).check()
    await page.getByText('谁拿到都能看到身份证号等个人信息，也不含签名密钥').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    ;({ path } = await office.download(() => page.getByRole('button', { name: '生成备份' }).click()))
    expect(await readFile(path, 'utf8')).not.toMatch(/"d":/)
    await readBack(office, path)
    await page.getByText('已读回核对').waitFor()
    await lookAtFile()
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    await home.page.goto(home.origin)
    await home.page.getByRole('link', { name: record.姓名 }).click()
    await expect.poll(() => home.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe(record.手机号码)
  })

  test('tells where a record lies that was removed here since', async () => {
    await home.page.goto(home.origin)
    await home.page.getByRole('button', { name: '删除：韦晓莉' }).click()
    await home.page.getByText('已删除“韦晓莉”的记录').waitFor()
    await lookAtFile()
    await home.page.getByText('两边一样，不用动').waitFor()
    await home.page.getByText('仍在首页的“最近删除”里，可以放回来').waitFor()
    expect(await findAxeViolations(home.page)).toEqual([])
  })

  test('tells what comes in removed, what is unreadable here, what is locked on one side, and that there is nothing', async () => {
    const { page, origin } = home
    async function expectSaid(drafts: readonly BackupDraft[], said: string): Promise<void> {
      const content = aBackupContent({ drafts: drafts.map((draft) => aLineage(draft)) })
      const buffer = Buffer.from(await signBackup(content, await aSigningKey()))
      const file = { name: '少见.bak', mimeType: 'application/json', buffer }
      await page.goto(`${origin}/restore`)
      await page.getByLabel('选备份文件').last().setInputFiles(file)
      await page.getByText(said).waitFor()
      expect(await findAxeViolations(page), said).toEqual([])
    }
    const draft = aBackupDraft()
    const name = draft.record.basic['name'] ?? ''
    await expectSaid([], '这份备份里没有记录。')
    await expectSaid([{ ...draft, deletedAt: draft.savedAt }], '备份里已删除：放在首页的“最近删除”里')
    await page.goto(origin)
    await putDrafts(page, [{ id: draft.id, record: 'half a re', revision: 'x' }])
    await expectSaid([draft], '这台电脑上的读不出来，用备份里的')
    await page.getByRole('button', { name: '开始恢复' }).click()
    await page.getByText('恢复完成').waitFor()
    await page.goto(origin)
    await lockOnHome(page, name, passphrase.repeat(2))
    await expectSaid([draft], '有 1 份记录，这台电脑上和文件里一份上了锁、一份没有')
  })
})

describe('office, home and back, offline', () => {
  let office: OpenedApp
  let home: OpenedApp
  let draftPath = ''
  beforeAll(async () => {
    office = await openApp()
    home = await openApp()
    for (const app of [office, home]) {
      await app.untilOfflineReady()
      await app.goOffline()
      await app.page.reload()
    }
  })
  afterAll(() => Promise.all([office.close(), home.close()]))

  test('the first restore brings draft and key', async () => {
    await office.page.getByRole('button', { name: '新建记录' }).click()
    await office.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    draftPath = new URL(office.page.url()).pathname
    await typeInto(office, draftPath, { 姓名: '韦晓莉', 手机号码: '13807750000' })
    const path = await backUp(office)
    expect(await findAxeViolations(office.page)).toEqual([])

    const before = await kept(home.page)
    await openFile(home, path, '不是这个口令')
    await home.page.getByText('口令不对').waitFor()
    expect(await findAxeViolations(home.page)).toEqual([])
    expect(await kept(home.page)).toEqual(before)
    await openFile(home, path)
    await home.page.getByText('这台电脑上没有，恢复进来').waitFor()
    await expectFocusOn(home.page, '将要做的事')
    expect(await findAxeViolations(home.page)).toEqual([])
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    expect(await findAxeViolations(home.page)).toEqual([])
    expect(await keyOf(home.page)).toBe(await keyOf(office.page))
  })

  test('edits on both sides are shown beside each other and merged field by field', async () => {
    await typeInto(home, draftPath, { 姓名: '韦\u{20BB7}莉', 手机号码: '13900000001' })
    await typeInto(office, draftPath, { 姓名: '韦\u{2CEB0}丽', 手机号码: '13900000002' })
    const path = await backUp(home)

    await openFile(office, path)
    const start = office.page.getByRole('button', { name: '开始恢复' })
    await office.page.getByText('两边都改过').waitFor()
    expect(await start.isDisabled()).toBe(true)
    expect(await findAxeViolations(office.page)).toEqual([])
    await office.page.getByRole('radio', { name: '逐项挑选' }).check()
    await office.page.getByRole('radio', { name: /手机号码：备份 13900000001/ }).check()
    expect(await findAxeViolations(office.page)).toEqual([])
    // Nothing is taken for the person: the other difference is still open.
    expect(await start.isDisabled()).toBe(true)
    await office.page.getByRole('radio', { name: /姓名：备份 韦\u{20BB7}莉/u }).waitFor()
    await office.page.getByRole('radio', { name: /姓名：这台电脑 韦\u{2CEB0}丽/u }).check()
    await start.click()
    await office.page.getByText('恢复完成').waitFor()

    await office.page.goto(office.origin + draftPath)
    await office.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    await expect.poll(() => office.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦\u{2CEB0}丽')
    await expect.poll(() => office.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13900000001')
    expect(await keyOf(office.page)).toBe(await keyOf(home.page))
  })

  test('what was merged is newer at home, and replaces what it grew from', async () => {
    const path = await backUp(office)
    await openFile(home, path)
    await home.page.getByText('备份里的更新').waitFor()
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    await home.page.goto(home.origin + draftPath)
    await home.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    await expect.poll(() => home.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦\u{2CEB0}丽')
    await home.page.getByRole('link', { name: '历史' }).click()
    // What the merge replaced at the office came along, beside what was replaced here.
    const replaced = home.page.getByRole('listitem').filter({ hasText: '恢复之前' })
    await expect.poll(() => replaced.count()).toBe(2)
    for (const each of await replaced.all()) await each.getByRole('button', { name: /与现在有 \d+ 处不同/ }).click()
    await replaced.getByText('韦\u{20BB7}莉').first().waitFor()
  })

  test('a damaged, foreign or newer file changes nothing and says so', async () => {
    const { page, origin } = home
    const before = await kept(page)
    for (const store of ['drafts', 'keys', 'copies']) expect(before[store]).not.toEqual([])
    const whole: Record<string, string> = JSON.parse(await readFile(await backUp(office), 'utf8'))
    const ciphertext = whole['ciphertext'] ?? ''
    const changed = { ...whole, ciphertext: (ciphertext.startsWith('A') ? 'B' : 'A') + ciphertext.slice(1) }
    const files = [
      [JSON.stringify(changed), '这份备份不完整'],
      [JSON.stringify(whole).slice(0, -200), '这个文件不完整'],
      ['{"caibao":"submission/1"}', '不是采报的备份'],
      [JSON.stringify({ ...whole, caibao: `${whole['caibao']?.split('/')[0]}/99` }), '请先更新软件'],
    ] as const
    for (const [text, said] of files) {
      await page.goto(`${origin}/restore`)
      const buffer = Buffer.from(text)
      await page.getByLabel('选备份文件').last().setInputFiles({ name: 'x.bak', mimeType: 'application/json', buffer })
      await page.getByText(said).waitFor()
      expect(await page.getByRole('button', { name: '开始恢复' }).count()).toBe(0)
      expect(await findAxeViolations(page), said).toEqual([])
      expect(await kept(page), said).toEqual(before)
    }
  })

  test.each([
    ['stays with its own key', '保留这台电脑的密钥'],
    ['takes the other key', '换用备份里的密钥'],
  ])('a computer that has signed %s, as the person says', async (_says, choice) => {
    const other = await openApp({ path: '/new' })
    try {
      await fillDraft(other.page)
      await generateAny(other)
      const own = await keyOf(other.page)
      await openFile(other, await backUp(office))
      await other.page.getByRole('radio', { name: new RegExp(choice) }).check()
      expect(await findAxeViolations(other.page)).toEqual([])
      await other.page.getByRole('button', { name: '开始恢复' }).click()
      await other.page.getByText('恢复完成').waitFor()
      const theirs = await keyOf(office.page)
      expect(own).not.toBe(theirs)
      expect(await keyOf(other.page)).toBe(choice.startsWith('保留') ? own : theirs)
    } finally {
      await other.close()
    }
  })

  test('the home page says which copies there are, and that the last one is outdated', async () => {
    const { page, origin } = office
    await page.goto(origin)
    const item = page.getByRole('listitem').filter({ hasText: '韦\u{2CEB0}丽' })
    await item.getByText(/备份文件 ✓ .*核对过$/).waitFor()
    await typeInto(office, draftPath, { 手机号码: '13900000003' })
    await page.goto(origin)
    await item.getByText(/核对过，之后又有修改/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    expect([...office.complaints, ...home.complaints].filter((text) => !text.includes('ERR_'))).toEqual([])
  })
})

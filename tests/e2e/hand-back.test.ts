import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { expectAsksToGiveUp } from '#tests/support/asks-to-give-up.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { databasesAtRest, foundAtRest } from '#tests/support/at-rest.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { holdDatabase, releaseDatabase } from '#tests/support/database-troubles.ts'
import { dropTaken } from '#tests/support/drop-file.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn, untilEditable } from '#tests/support/filling-in.ts'
import { fillDisk } from '#tests/support/full-disk.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { lockOnHome } from '#tests/support/locking.ts'

const name = '黄丽娟'

/** How many states are kept beside the database. */
const keptTwice = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await caches.open('caibao-second-copies')).keys()).length)

describe('交还电脑', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.type('姓名', name)
    await form.choose('民族', 'zz', '壮族')
    await form.untilSaved()
    // What stood before the record was opened again is kept.
    await app.page.reload()
    await form.type('手机号码', '13807750000')
    await form.untilSaved()
  })
  afterAll(() => app.close())

  async function typeInAnotherTab(field: string, text: string): Promise<void> {
    const other = await app.context.newPage()
    await other.goto(app.origin)
    await other.getByRole('link', { name: new RegExp(name) }).click()
    await fillingIn(other).type(field, text)
    await fillingIn(other).untilSaved()
    await other.close()
  }

  test('erases nothing while a record is only here, unless that is what the person wants', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('link', { name: '交还电脑' }).click()
    await page.getByText('只在这台电脑上').first().waitFor()
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    const erase = page.getByRole('button', { name: '清空这台电脑上的记录' })
    expect(await erase.isDisabled()).toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('checkbox', { name: `不要了，可以清掉：${name}` }).check()
    await expect.poll(() => erase.isEnabled()).toBe(true)
    await page.getByRole('textbox', { name: /确认清空/ }).fill('')
    await expect.poll(() => erase.isDisabled()).toBe(true)
  })

  test('a backup that was read back is proof enough', async () => {
    const { page } = app
    await page.goto(`${app.origin}/backup`)
    await page.getByRole('textbox', { name: '口令', exact: true }).fill('南宁的木棉花开了')
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill('南宁的木棉花开了')
    const file = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
    await chooseFiles(page, page.getByText('选刚才保存的文件核对'), [file.path])
    await page.getByText('已读回核对').waitFor()
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('备份文件里有，核对过').waitFor()
    expect(await page.getByText('签名密钥不在核对过的备份里').count()).toBe(0)
    const { caibao = {} } = await databasesAtRest(page)
    for (const store of ['drafts', 'revisions', 'keys', 'copies', 'recents'])
      expect(caibao[store], store).not.toEqual([])
    expect(await foundAtRest(page, [name])).toEqual([name])
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    await typeInAnotherTab('手机号码', '13807750001')
    await page.getByRole('button', { name: '清空这台电脑上的记录' }).click()
    await page.getByText('只在这台电脑上').first().waitFor()
    expect((await databasesAtRest(page))['caibao']?.['drafts']).toHaveLength(1)
    await page.getByRole('checkbox', { name: `不要了，可以清掉：${name}` }).check()
    await expect.poll(() => keptTwice(page)).toBe(1)
    await page.getByRole('button', { name: '清空这台电脑上的记录' }).click()
    await page.getByText('已清空。').waitFor()
    expect(await keptTwice(page)).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    // Nothing is left of any store: drafts, history, keys, locks, copies, tasks, what was handed in and its outbox.
    expect(await databasesAtRest(page)).toEqual({})
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByText('还没有记录').waitFor()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('caibao.')))).toEqual([])
    expect(await foundAtRest(page, [name])).toEqual([])
    await page.goto(`${app.origin}/submissions`)
    await expect.poll(() => page.getByText('还没有生成过报送文件。').count()).toBe(1)
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('这台电脑上没有记录。').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(`${app.origin}/new`)
    const nation = page.getByRole('combobox', { name: /民族/ })
    await untilEditable(page, nation)
    await nation.click()
    await page.getByRole('option').first().waitFor()
    expect(await page.getByText('最近用过').count()).toBe(0)
  })
})

describe('交还电脑 with a submission on its way', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await fillDraft(app.page)
    await generateAny(app)
  })
  afterAll(() => app.close())

  test('says that it will not be sent any more, and asks where nothing else of it is left', async () => {
    const { page } = app
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('有一份报送还没有确认送到单位，清空后这里不会再送').waitFor()
    await page.getByText('签名密钥不在核对过的备份里').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    // As it is a month after the draft was removed.
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('caibao')
        opening.addEventListener('success', () => resolve(opening.result))
        opening.addEventListener('error', () => reject(new Error('the database does not open')))
      })
      const erasing = database.transaction('drafts', 'readwrite')
      erasing.objectStore('drafts').clear()
      await new Promise((resolve) => {
        erasing.addEventListener('complete', resolve)
      })
      database.close()
      // What was removed goes from beside the database, too; under the lock of its keeping, which so ends before.
      await navigator.locks.request('caibao-second-copies', () => caches.delete('caibao-second-copies'))
    })
    await page.reload()
    await page.getByText('一份报送还没有确认送到单位，它的记录已经删除').waitFor()
    await expectAsksToGiveUp(page, '韦晓莉')
  })
})

describe('交还电脑 with a record behind a passphrase', () => {
  const sealing = '南宁的木棉花开了'
  const locking = '三月桃花水满江'.repeat(2)
  let app: OpenedApp
  let draftPath = ''
  let backupPath = ''
  let earlierPath = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    draftPath = new URL(app.page.url()).pathname
    await app.page.goto(app.origin)
    await lockOnHome(app.page, '韦晓莉', locking)
    await app.page.getByText('一份上锁的记录').waitFor()
  })
  afterAll(() => app.close())

  async function unlock({ page }: OpenedApp): Promise<void> {
    await page.getByLabel('口令').fill(locking)
    await page.getByRole('button', { name: '输入口令打开' }).click()
    await page.getByRole('textbox', { name: /姓名/ }).waitFor()
  }

  async function makeBackup(): Promise<void> {
    const { page } = app
    await page.goto(`${app.origin}/backup`)
    await page.getByRole('textbox', { name: '口令', exact: true }).fill(sealing)
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill(sealing)
    backupPath = (await app.download(() => page.getByRole('button', { name: '生成备份' }).click())).path
  }

  async function readBack(path: string, answer: RegExp): Promise<void> {
    await chooseFiles(app.page, app.page.getByText('选刚才保存的文件核对'), [path])
    await app.page.getByText(answer).waitFor()
  }

  async function openBackup({ page, origin }: OpenedApp, path: string): Promise<void> {
    await page.goto(`${origin}/restore`)
    await page.getByLabel('选备份文件').last().setInputFiles(path)
    await page.getByRole('textbox', { name: '口令' }).fill(sealing)
    await page.getByRole('button', { name: '打开备份' }).click()
  }

  async function expectProof(proof: string): Promise<void> {
    const { page } = app
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('一份上锁的记录（可能是别人的）', { exact: true }).waitFor()
    await page.getByText(proof, { exact: true }).waitFor()
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    const erase = page.getByRole('button', { name: '清空这台电脑上的记录' })
    await expect.poll(() => erase.isEnabled()).toBe(proof !== '只在这台电脑上')
  }

  test('a backup that was read back is proof of it too, though it stays locked', async () => {
    await expectProof('只在这台电脑上')
    await makeBackup()
    await readBack(backupPath, /^已读回核对/)
    await expectProof('备份文件里有，核对过')
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.goto(app.origin)
    await app.page.getByText(/备份文件 ✓ .*核对过$/).waitFor()
  })

  test('only as it was sealed then: what was typed since is only here, until the next', async () => {
    const { page } = app
    earlierPath = backupPath
    const other = await app.context.newPage()
    onTestFinished(() => other.close())
    await other.goto(app.origin)
    await other.getByText(/备份文件 ✓ .*核对过$/).waitFor()
    await page.goto(app.origin + draftPath)
    await unlock(app)
    const copies = page.getByRole('banner').getByRole('link', { name: /^副本/ })
    await expect.poll(() => copies.getAttribute('title')).toBe('这个浏览器、备份文件')
    const form = fillingIn(page)
    await form.type('单位', '北流市第一中学')
    await form.untilSaved()
    await expect.poll(() => copies.getAttribute('title')).toBe('这个浏览器')
    // The list that another tab has open learns of it, too.
    await other.getByText(/备份文件 .*核对过，之后又有修改$/).waitFor()
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByText('报送前请先备份。').waitFor()
    await page.getByRole('button', { name: '马上锁好' }).click()
    await page.getByText(/备份文件 .*核对过，之后又有修改$/).waitFor()
    await expectProof('只在这台电脑上')
    await makeBackup()
    // The file of before is another one, and no proof.
    await readBack(earlierPath, /选的文件与刚才生成的备份不一致/)
    await readBack(backupPath, /^已读回核对/)
    await page.goto(app.origin + draftPath)
    await unlock(app)
    await expect.poll(() => copies.getAttribute('title')).toBe('这个浏览器、备份文件')
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByText(/^还有 \d+ 个必改项/).waitFor()
    expect(await page.getByText('报送前请先备份。').count()).toBe(0)
    await expectProof('备份文件里有，核对过')
  })

  test('erased here, it comes back in another browser, and its passphrase opens it', async () => {
    await app.page.getByRole('button', { name: '清空这台电脑上的记录' }).click()
    await app.page.getByText('已清空。').waitFor()
    const home = await openApp({ path: '/restore' })
    onTestFinished(() => home.close())
    const { page } = home
    const other = await home.context.newPage()
    await other.goto(`${home.origin}/licence.txt`)
    /** Another file is dropped while the first is still being restored. */
    const dropAmid = async (): Promise<void> => {
      await holdDatabase(other)
      await page.getByRole('button', { name: '开始恢复' }).click()
      await dropTaken(page, { name: '另一份.bak', text: await readFile(earlierPath, 'utf8') })
      await page.getByText('备份“另一份.bak”设了口令').waitFor()
      await releaseDatabase(other)
    }
    await openBackup(home, backupPath)
    await page.getByRole('button', { name: '开始恢复' }).waitFor()
    await fillDisk(page)
    await dropAmid()
    await page.getByRole('status').getByText('没有恢复成').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await openBackup(home, backupPath)
    await page.getByRole('button', { name: '开始恢复' }).click()
    await page.getByText('恢复完成').waitFor()
    await openBackup(home, earlierPath)
    await page.getByText('有 1 份上锁的记录，文件里的和这台电脑上的不一样').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await openBackup(home, backupPath)
    await page.getByRole('button', { name: '开始恢复' }).waitFor()
    expect(await page.getByText('份上锁的记录，文件里的').count()).toBe(0)
    await dropAmid()
    await page.getByRole('status').getByText('已经恢复完成').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(home.origin)
    await page.getByText('一份上锁的记录').waitFor()
    expect(await page.getByText('韦晓莉').count()).toBe(0)
    await page.goto(home.origin + draftPath)
    await unlock(home)
    await expect.poll(() => page.getByRole('textbox', { name: /^单位( |（|$)/ }).inputValue()).toBe('北流市第一中学')
    await expect.poll(() => page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓莉')
  })
})

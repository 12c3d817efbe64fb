import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const colleague = { name: '覃同事', passphrase: '同事自己的口令四' } as const
const hostile = '黄\u202E莉'
let folder: string
let app: OpenedApp

const heading = (name: string) => app.page.getByRole('heading', { level: 1, name })
const locked = () => app.page.getByRole('heading', { name: '解锁' })
const minutesLater = (minutes: number): Promise<void> =>
  app.page.evaluate((ms) => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + ms
  }, minutes * 60_000)

async function unlockAs(user: string, passphrase: string): Promise<void> {
  await locked().waitFor()
  await app.page.getByLabel('采集员', { exact: true }).selectOption(user)
  await app.page.getByLabel('口令', { exact: true }).fill(passphrase)
  await app.page.getByRole('button', { name: '解锁' }).click()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-guards-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
  const people = [
    anotherPerson('陆秋燕', 41),
    anotherPerson('马小云', 42),
    anotherPerson(hostile, 43, { address: '<img src=x onerror=alert(1)>' }),
  ]
  const texts = await Promise.all(people.map(async (person) => submissionOf(person, await aSigningKey())))
  for (const [name, warnings] of [
    ['黄𫟦', [{ rule: 'B04', path: 'basic.name', reason: '身份证上就是这个字' }]],
    ['农𫟦', []],
  ] as const) {
    const content = aSubmissionContent({ warnings: [...warnings] }, anotherPerson(name, 44 + warnings.length))
    texts.push((await signSubmission(content, await aSigningKey())).text)
  }
  const files = await Promise.all(
    texts.map(async (text, at) => {
      const file = join(folder, at === 2 ? '2\u202Egpj.rpu' : `${at}.rpu`)
      await writeFile(file, text)
      return file
    }),
  )
  await managing(app).open('接收报送')
  await managing(app).receive(files)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a reviewer', () => {
  test('goes to the next person and back with J and K, and returns one with R', async () => {
    await managing(app).open('检查')
    await managing(app).openCase('陆秋燕')
    await app.page.keyboard.press('j')
    await heading('马小云').waitFor()
    await app.page.keyboard.press('k')
    await heading('陆秋燕').waitFor()
    // The name stands in the list; what is pressed before the case was read is refused.
    await app.page.locator('.case-trail').waitFor({ state: 'attached' })
    await app.page.keyboard.press('r')
    await app.page.getByRole('dialog', { name: '退回 陆秋燕' }).waitFor()
    // With a dialog open the letters are its own.
    await app.page.keyboard.press('j')
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await heading('陆秋燕').count()).toBe(1)
  })

  test('goes on with J where the person stood who left the filter by being opened, and back to them with K', async () => {
    const { page } = app
    const states = page.getByRole('list', { name: '状态' })
    await states.getByRole('button', { name: /^已接收/ }).click()
    const names = page.locator('.case-list-row .name')
    await expect.poll(() => names.count()).toBe(3)
    const [, second = '', third = ''] = await names.allTextContents()
    await names.nth(1).click()
    await heading(second).waitFor()
    await expect.poll(() => names.count()).toBe(2)
    await page.keyboard.press('j')
    await heading(third).waitFor()
    await expect.poll(() => names.count()).toBe(1)
    await page.keyboard.press('k')
    await heading(second).waitFor()
    await states.getByRole('button', { name: /^全部/ }).click()
  })

  test('sees each warning beside the reason the person gave, or that there is none', async () => {
    for (const [name, said] of [
      ['黄𫟦', '本人说明：身份证上就是这个字'],
      ['农𫟦', '本人没有说明'],
    ] as const) {
      await managing(app).openCase(name)
      const issue = app.page.locator('.case-issues li').filter({ hasText: 'B04' })
      await expect.poll(() => issue.textContent()).toContain(said)
    }
  })

  test('prints a hostile record as harmless text', async () => {
    await managing(app).openCase('黄‹U+202E›莉')
    const file = await app.download(async () => {
      await app.page.getByRole('button', { name: '打印页', exact: true }).click()
      await app.page.getByRole('button', { name: '打印采集表（PDF）' }).click()
    })
    const text = pdfText(new Uint8Array(await readFile(file.path))).join('')
    expect(text).toContain('‹U+202E›')
    expect(text).not.toContain('\u202E')
    expect(text.replace(/\s/g, '')).toContain('<imgsrc=xonerror=alert(1)>')
  })

  test('sends a hostile record back on a slip of harmless text', async () => {
    await app.page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = app.page.getByRole('dialog')
    await app.download(() => dialog.getByRole('button', { name: '生成退回单' }).click())
    const file = await app.download(() => app.page.getByRole('button', { name: '打印退回单（PDF）' }).click())
    const text = pdfText(new Uint8Array(await readFile(file.path))).join('')
    expect(text).toContain('黄‹U+202E›莉')
    expect(text).not.toContain('\u202E')
    await app.page.getByRole('button', { name: '重新检查', exact: true }).click()
    await dialog.getByLabel('原因').fill('再看一遍')
    await dialog.getByRole('button', { name: '确定' }).click()
    await app.page.getByRole('button', { name: '退回', exact: true }).waitFor()
  })
})

describe('what is hidden in a name, of a person or of a file', () => {
  test('is written out in the trail, in titles of dialogs and in what is told', async () => {
    const { page } = app
    const shown = '黄‹U+202E›莉'
    // Whatever is hidden, with what stands around it.
    const hidden = () =>
      page.evaluate(
        () =>
          /.{0,20}\u202E.{0,20}/u.exec(
            [...document.querySelectorAll('.case-trail, .case-issues, dialog, [role=status]')]
              .map((part) => part.textContent)
              .join(' '),
          )?.[0],
      )
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await managing(app).openCase(shown)
    await page.getByText('审核记录', { exact: true }).click()
    await page.getByText('2‹U+202E›gpj.rpu').waitFor()
    expect(await hidden()).toBeUndefined()
    await press('退回')
    await page.getByRole('dialog', { name: `退回 ${shown}` }).waitFor()
    expect(await hidden()).toBeUndefined()
    await page.keyboard.press('Escape')
    await press('修改')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('栏目').selectOption('basic.name')
    await dialog.getByLabel('姓名', { exact: true }).fill('黄莉')
    await dialog.getByLabel('修改原因').fill('与身份证一致')
    await press('修改并签名')
    await page.getByText(`姓名：${shown} → 黄莉`).waitFor()
    expect(await hidden()).toBeUndefined()
  })
})

describe('the store of a unit', () => {
  test('opens for a colleague with a passphrase of their own, and what they do stands under their name', async () => {
    const { page } = app
    await managing(app).open('本单位')
    await page.getByLabel('姓名', { exact: true }).fill(colleague.name)
    await page.getByLabel('口令', { exact: true }).fill(colleague.passphrase)
    await page.getByRole('button', { name: '增加采集员' }).click()
    await page.getByText(`已为 ${colleague.name} 设好口令。`).waitFor()
    // Whoever adds the name again does not take the colleague's place: their passphrase opens as before.
    await page.getByLabel('姓名', { exact: true }).fill(` ${colleague.name} `)
    await page.getByLabel('口令', { exact: true }).fill('别人自己的口令五')
    await page.getByRole('button', { name: '增加采集员' }).click()
    await page.getByText(`已经有叫“${colleague.name}”的采集员`).waitFor()
    await page.getByRole('button', { name: '锁定' }).click()
    await unlockAs(colleague.name, '不是这个口令')
    await page.getByRole('alert').waitFor()
    await unlockAs(colleague.name, colleague.passphrase)
    await managing(app).open('检查')
    await managing(app).openCase('马小云')
    await page.getByRole('checkbox', { name: '电子邮箱正确' }).check()
    await page.getByText('审核记录', { exact: true }).click()
    const step = page.locator('.case-trail li').filter({ hasText: '电子邮箱正确' })
    await expect.poll(() => step.textContent()).toContain(colleague.name)
  })

  test('locks at the first touch after ten minutes in which the computer slept, and not before', async () => {
    const { page } = app
    await minutesLater(9)
    await page.keyboard.press('Shift')
    expect(await locked().count()).toBe(0)
    await minutesLater(11)
    await page.keyboard.press('j')
    await locked().waitFor()
    expect(await page.getByText('马小云').count()).toBe(0)
  })

  test('stays open while the backup of the whole store is being written, and locks once it is done', async () => {
    const { page } = app
    await unlockAs(colleague.name, colleague.passphrase)
    await managing(app).open('本单位')
    await page.getByLabel('备份口令').fill('整库备份的口令丙')
    // The key is derived only when the test says so.
    await page.evaluate(() => {
      const derive = crypto.subtle.deriveKey.bind(crypto.subtle)
      const told = new Promise((resolve) => addEventListener('derive', resolve, { once: true }))
      crypto.subtle.deriveKey = async (...wishes: Parameters<SubtleCrypto['deriveKey']>) => {
        await told
        return derive(...wishes)
      }
    })
    await app.download(async () => {
      await page.getByRole('button', { name: '备份整库…' }).click()
      await minutesLater(11)
      await page.keyboard.press('Shift')
      await page.waitForTimeout(300)
      expect(await locked().count()).toBe(0)
      await page.evaluate(() => dispatchEvent(new Event('derive')))
    })
    await page.getByText(/上次备份：/).waitFor()
    await minutesLater(11)
    await page.keyboard.press('Shift')
    await locked().waitFor()
  })

  test('locks as well while somebody is at other pages of the app', async () => {
    const { page } = app
    await page.getByRole('link', { name: '个人版', exact: true }).click()
    await locked().waitFor({ state: 'detached' })
    await page.goBack()
    await unlockAs(colleague.name, colleague.passphrase)
    await page.getByRole('navigation', { name: '管理版' }).waitFor()
    await page.goForward()
    await page.getByRole('navigation', { name: '管理版' }).waitFor({ state: 'detached' })
    await minutesLater(11)
    await page.keyboard.press('Shift')
    await page.goBack()
    await locked().waitFor()
    expect(await page.getByRole('navigation', { name: '管理版' }).count()).toBe(0)
  })

  test('locks by itself when nobody touches it', async () => {
    await unlockAs(colleague.name, colleague.passphrase)
    await app.page.getByRole('navigation', { name: '管理版' }).waitFor()
    await minutesLater(11)
    await locked().waitFor({ timeout: 25_000 })
    expect(app.complaints).toEqual([])
  })

  test('erased under the page, takes nothing more in, and is asked for at the next start before anything is set up', async () => {
    const { page } = app
    await unlockAs(colleague.name, colleague.passphrase)
    await managing(app).open('本单位')
    await page.evaluate(() => void indexedDB.deleteDatabase('caibao-unit'))
    const told = page.getByRole('alert').filter({ hasText: '数据刚才被清除了（多为' })
    await told.waitFor()
    await page.getByRole('button', { name: '签发采集任务' }).click()
    await page.getByText('UNIT_STORE_ERASED').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    const keyFile = await app.download(() => told.getByRole('button', { name: '保存密钥文件' }).click())

    await told.getByRole('button', { name: '刷新网页' }).click()
    await heading(`本机原有“${aUnit.name}”的管理数据，现已不在`).waitFor()
    expect(await page.getByRole('button', { name: '建立单位' }).count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    await page.locator('input[type=file]').setInputFiles(keyFile.path)
    await page.getByLabel('您的姓名').fill(colleague.name)
    await page.getByLabel('解锁口令').fill(colleague.passphrase)
    await page.getByLabel('保管人口令').fill(secrets.officer2)
    await page.getByRole('button', { name: '恢复单位' }).click()
    // The name stands in what told of the loss, too.
    await page.getByRole('heading', { level: 1, name: aUnit.name, exact: true }).waitFor()
    expect(app.complaints).toEqual([])
  })

  test('taken over by a newer version of the app, is left to it, and the next start says so', async () => {
    const { page } = app
    await page.evaluate(() => void indexedDB.open('caibao-unit', 900))
    const told = page.getByRole('alert').filter({ hasText: '没写完的先抄下来' })
    await told.waitFor()
    await page.getByRole('button', { name: '签发采集任务' }).click()
    await page.getByText('STORAGE_NEWER_VERSION').waitFor()
    await told.getByRole('button', { name: '刷新网页' }).click()
    const atStart = page.getByRole('main').filter({ hasText: 'STORAGE_NEWER_VERSION' })
    await atStart.getByRole('button', { name: '刷新网页' }).waitFor()
    expect(await page.getByRole('button', { name: '签发采集任务' }).count()).toBe(0)
    expect(app.complaints).toEqual([])
  })
})

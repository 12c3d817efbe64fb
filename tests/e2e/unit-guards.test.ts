import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
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
  app.page.setDefaultTimeout(15_000)
  await managing(app).setUp(aUnit)
  const people = [
    anotherPerson('陆秋燕', 41),
    anotherPerson('马小云', 42),
    anotherPerson(hostile, 43, { address: '<img src=x onerror=alert(1)>' }),
  ]
  const files = await Promise.all(
    people.map(async (person, at) => {
      const file = join(folder, `${at}.rpu`)
      await writeFile(file, await submissionOf(person, await aSigningKey()))
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
    await app.page.keyboard.press('r')
    await app.page.getByRole('dialog', { name: '退回 陆秋燕' }).waitFor()
    // With a dialog open the letters are its own.
    await app.page.keyboard.press('j')
    await app.page.keyboard.press('Escape')
    expect(await heading('陆秋燕').count()).toBe(1)
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
})

describe('the store of a unit', () => {
  test('opens for a colleague with a passphrase of their own, and what they do stands under their name', async () => {
    const { page } = app
    await managing(app).open('本单位')
    await page.getByLabel('姓名', { exact: true }).fill(colleague.name)
    await page.getByLabel('口令', { exact: true }).fill(colleague.passphrase)
    await page.getByRole('button', { name: '增加采集员' }).click()
    await page.getByText(`已为 ${colleague.name} 设好口令。`).waitFor()
    await page.getByRole('button', { name: '锁定' }).click()
    await unlockAs(colleague.name, '不是这个口令')
    await page.getByRole('alert').waitFor()
    await unlockAs(colleague.name, colleague.passphrase)
    await managing(app).open('检查')
    await managing(app).openCase('马小云')
    await page.getByRole('checkbox', { name: '电子邮箱正确' }).check()
    await page.getByText('审核记录', { exact: true }).click()
    const step = page.locator('.case-trail li').filter({ hasText: '电子邮箱正确' })
    expect(await step.textContent()).toContain(colleague.name)
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

  test('locks by itself when nobody touches it', async () => {
    await unlockAs(colleague.name, colleague.passphrase)
    await app.page.getByRole('navigation', { name: '管理版' }).waitFor()
    await minutesLater(11)
    await locked().waitFor({ timeout: 25_000 })
    expect(app.complaints).toEqual([])
  })
})

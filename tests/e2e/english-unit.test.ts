import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { aCertificate } from '#tests/support/certified.ts'
import { chineseOn } from '#tests/support/chinese-on.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const people = ['韦晓𬱖', '陆秋燕'] as const
const clerk = '黄采集'

describe('the management edition in English', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/unit' })
    const folder = await mkdtemp(join(tmpdir(), 'caibao-english-'))
    const files = await Promise.all(
      people.map(async (name, position) => {
        const file = join(folder, `${position}.rpu`)
        await writeFile(file, await submissionOf(anotherPerson(name, position + 20), await aSigningKey()))
        return file
      }),
    )
    const inChinese = managing(app)
    await inChinese.setUp(aUnit, clerk)
    await inChinese.open('接收报送')
    await inChinese.receive(files)
    await app.page.evaluate(() => localStorage.setItem('caibao.language', 'en'))
    await app.page.goto(`${app.origin}/unit`)
  })
  afterAll(() => app.close())

  // What people gave stays as they gave it.
  const given = [aUnit.name, aUnit.parent?.name ?? '', clerk, ...people].filter((text) => text !== '')

  test('asks for the passphrase', async () => {
    const { page } = app
    await page.locator('input[type=password]').waitFor()
    expect(await chineseOn(page, given)).toEqual([])
    expect(await findAxeViolations(page)).toEqual([])
    await page.locator('input[type=password]').fill(secrets.clerk)
    await page.locator('input[type=password]').press('Enter')
    await page.getByRole('heading', { level: 1, name: aUnit.name }).waitFor()
  })

  test.each([
    '/unit',
    '/unit/receive',
    '/unit/cases',
    '/unit/names',
    '/unit/totals',
    '/unit/roster',
    '/unit/report',
    '/unit/sync',
  ])('shows %s without a Chinese word of its own', async (path) => {
    const { page } = app
    await page.locator(`nav a[href="${path}"]`).click()
    await page.locator(`nav a[href="${path}"][aria-current=page]`).waitFor()
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
    expect(await chineseOn(page, given)).toEqual([])
  })

  test('refuses a certificate for another key without a Chinese word of its own', async () => {
    const { page } = app
    await page.locator('nav a[href="/unit"]').click()
    const text = await aCertificate(aUnit, await aSigningKey(), { unit: aBureau, key: await aSigningKey() })
    const install = page.getByRole('button', { name: 'Install a certificate…' })
    await chooseFiles(page, install, [{ name: 'a.uct', text }])
    await page.getByText('CERTIFICATE_KEY_OTHER').waitFor()
    expect(await chineseOn(page, given)).toEqual([])
  })

  test('shows a person, and what is said when one is sent back, without a Chinese word of its own', async () => {
    const { page } = app
    await page.locator('nav a[href="/unit/cases"]').click()
    await page.getByRole('link', { name: people[1] }).click()
    await page.getByRole('heading', { level: 1, name: people[1] }).waitFor()
    // The name stands in the list; the case itself is still to be read.
    await page.locator('.case-trail').waitFor({ state: 'attached' })
    expect(await chineseOn(page, given)).toEqual([])
    await page.keyboard.press('r')
    await page.getByRole('dialog').waitFor()
    expect(await chineseOn(page, given)).toEqual([])
    expect(await findAxeViolations(page)).toEqual([])
  })
})

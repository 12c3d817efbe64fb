import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-focus-'))
  const plain = anotherPerson('韦平安', 1)
  const numberless = anotherPerson('陆无号', 2)
  const withoutNumber = {
    ...numberless,
    titles: [{ ...numberless.titles[0], certificateNumber: '11111111' }],
  }
  const files = await Promise.all(
    [plain, withoutNumber].map(async (person, at) => {
      const file = join(folder, `${at}.rpu`)
      await writeFile(file, await submissionOf(person, await aSigningKey()))
      return file
    }),
  )
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
  await managing(app).open('接收报送')
  await managing(app).receive(files)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('what a reviewer is to look at most closely (M09)', () => {
  test('is named at the checklist with its reason, and a press shows the place in the record', async () => {
    await managing(app).open('检查')
    await managing(app).openCase('陆无号')
    const { page } = app
    await page.getByText('请重点核对：').waitFor()
    const point = page.getByRole('button', { name: /证书编号.*（(T18|11111111)）/ }).first()
    await point.focus()
    await page.keyboard.press('Enter')
    const value = page.locator('.marked').filter({ hasText: '11111111' }).first()
    await expect.poll(() => value.isVisible()).toBe(true)
    await expect
      .poll(() =>
        value.evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect()
          return top >= 0 && bottom <= window.innerHeight
        }),
      )
      .toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('is not asked for where there is nothing of the kind', async () => {
    await managing(app).openCase('韦平安')
    await app.page.getByRole('heading', { name: /核对/ }).first().waitFor()
    expect(await app.page.getByText('请重点核对：').count()).toBe(0)
    expect(app.complaints).toEqual([])
  })
})

describe('a point of the checklist (S3-3)', () => {
  test('shows its fields in the record, by the mouse and on the way by Tab', async () => {
    const { page } = app
    const point = (name: string) => page.getByRole('checkbox', { name, exact: true })
    const marked = page.locator('.marked')
    const areInSight = (): boolean =>
      [...document.querySelectorAll('.marked')].every((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= window.innerHeight
      })
    const expectPhones = async (): Promise<void> => {
      await expect.poll(() => marked.locator('dt').allTextContents()).toEqual(['固定电话', '手机号码'])
      await expect.poll(() => page.evaluate(areInSight)).toBe(true)
    }
    await managing(app).openCase('韦平安')
    await point('电话能联系到本人').click()
    await expectPhones()
    await point('现专业技术职务').click()
    await expect.poll(() => marked.locator('dt').first().textContent()).not.toBe('固定电话')
    await point('现专业技术职务').focus()
    await page.keyboard.press('Tab')
    await expectPhones()
    expect(app.complaints).toEqual([])
  })
})

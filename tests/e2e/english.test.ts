import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chineseOn } from '#tests/support/chinese-on.ts'
import { pagesByThemselves, pagesOfRecord } from '#tests/support/person-pages.ts'

describe('the app in English', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
    await app.page.getByRole('button', { name: 'English' }).click()
    await app.page.getByRole('heading', { name: 'My records' }).waitFor()
  })
  afterAll(() => app.close())

  test('says so to assistive technology', async () => {
    expect(await app.page.locator('html').getAttribute('lang')).toBe('en')
  })

  test('has apostrophes of a width that fits between two letters', async () => {
    const width = await app.page.getByText('First time here?').evaluate((beside) => {
      const mark = document.createElement('span')
      mark.textContent = '\u2019'
      beside.append(mark)
      const share = mark.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(mark).fontSize)
      mark.remove()
      return share
    })
    expect(width).toBeLessThan(0.6)
  })

  test('fills in, checks and hands in without a Chinese word of its own', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'New record' }).click()
    await page.getByRole('textbox', { name: /^ID number/ }).fill('45252619790418262X')
    await page.keyboard.press('Tab')
    expect(await chineseOn(page)).toEqual([])
    await page.getByRole('combobox', { name: /^Sex/ }).focus()
    await page.keyboard.press('F1')
    await page.getByRole('dialog').getByText('The choices come from the table').waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: /^Name/ }).focus()
    await page.keyboard.press('F2')
    await page.getByRole('dialog', { name: 'Find a rare character' }).waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    for (const sheet of [
      'Education and degrees',
      'Professional titles',
      'Vocational qualifications',
      'Awards',
      'Honorary titles',
    ]) {
      await page
        .getByRole('navigation', { name: 'Sheets' })
        .first()
        .getByRole('link', { name: new RegExp(sheet) })
        .click()
      await page.getByRole('heading', { level: 1, name: sheet }).waitFor()
      const add = page.getByRole('button', { name: 'Add a row' })
      if ((await add.count()) > 0) await add.click()
      expect(await chineseOn(page), sheet).toEqual([])
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Generate submission' }).click()
    await page.getByText('Not ready yet').waitFor()
    expect(await chineseOn(page)).toEqual([])
    const record = new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
    for (const path of pagesOfRecord) {
      await page.goto(app.origin + record + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(await chineseOn(page), path).toEqual([])
    }
  })

  test.each([...pagesByThemselves, '/unit'])('shows %s without a Chinese word of its own, accessibly', async (path) => {
    const { page } = app
    await page.goto(app.origin + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await chineseOn(page)).toEqual([])
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('goes back to Chinese, the record unchanged', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('heading', { name: '我的记录' }).waitFor()
    await page.getByRole('link', { name: /未命名/ }).waitFor()
    expect(await page.getByRole('listitem').filter({ hasText: '未命名' }).count()).toBe(1)
  })
})

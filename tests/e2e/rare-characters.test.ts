import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'

describe('rare characters', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(10_000)
    await app.page.getByRole('button', { name: '撤销' }).waitFor()
  })
  afterAll(() => app.close())
  const name = () => app.page.getByRole('textbox', { name: /^\s*姓名/ })
  const dialog = () => app.page.getByRole('dialog', { name: '找生僻字' })

  test('are found by components and put where the cursor stands', async () => {
    const { page } = app
    await name().fill('黄娟')
    await name().press('ArrowLeft')
    await page.keyboard.press('F2')
    await dialog().getByRole('searchbox').fill('由页')
    await dialog()
      .getByRole('button', { name: /^𬱖\s*di/ })
      .waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog()
      .getByRole('button', { name: /^𬱖\s*di/ })
      .click()
    expect(await name().inputValue()).toBe('黄𬱖娟')
    expect(await name().evaluate((input) => input === document.activeElement)).toBe(true)
    await page.keyboard.type('x')
    expect(await name().inputValue()).toBe('黄𬱖x娟')
  })

  test('by code point, by touch, and without a network', async () => {
    const { page } = app
    await app.untilOfflineReady()
    await app.goOffline()
    await page.reload()
    await name().fill('韦')
    await page.getByRole('button', { name: '找生僻字 F2' }).filter({ visible: true }).click()
    await dialog().getByRole('searchbox').fill('U+20BB7')
    await dialog().getByRole('button', { name: /^𠮷/ }).click()
    expect(await name().inputValue()).toBe('韦𠮷')
    await page.keyboard.press('Control+z')
    await expect.poll(() => name().inputValue()).toBe('韦')
  })
})

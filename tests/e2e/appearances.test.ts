import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

const appearances = [
  { name: 'narrow and light', width: 360, media: { colorScheme: 'light' } },
  { name: 'narrow and dark', width: 360, media: { colorScheme: 'dark' } },
  { name: 'wide and dark', width: 1366, media: { colorScheme: 'dark' } },
  { name: 'in forced colours', width: 1366, media: { forcedColors: 'active' } },
] as const

const sheets = ['基本信息', '学历学位情况', '专业技术资格信息', '职业资格', '奖励', '荣誉'] as const

/** What is wrong with the page as it stands: rules of accessibility, and anything wider than the screen. */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [...(await findAxeViolations(page)), ...(overflow > 0 ? [`${overflow} px wider than the screen`] : [])]
}

// Only this browser can be told to be dark or to force its colours.
describe.runIf(hasDebugger).each(appearances)('every screen, $name', ({ width, media }) => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(10_000)
    await app.page.setViewportSize({ width, height: 800 })
    await app.page.emulateMedia(media)
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
  })
  afterAll(() => app.close())

  test('is accessible in each sheet, with a row, a list and a dialog open', async () => {
    const form = fillingIn(app.page)
    await form.type('身份证号', '45252619790418262X')
    await app.page.getByRole('combobox', { name: /民族/ }).click()
    await app.page.getByRole('option').first().waitFor()
    expect(await faultsOf(app.page)).toEqual([])
    await app.page.getByRole('combobox', { name: /民族/ }).press('Escape')
    for (const sheet of sheets) {
      await app.page
        .getByRole('navigation', { name: '采集表' })
        .first()
        .getByRole('link', { name: new RegExp(sheet) })
        .click()
      await app.page.getByRole('heading', { level: 1, name: new RegExp(sheet) }).waitFor()
      const add = app.page.getByRole('button', { name: '增加一条' })
      if ((await add.count()) > 0) await add.click()
      expect(await faultsOf(app.page), sheet).toEqual([])
    }
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    await app.page.getByRole('dialog').waitFor()
    expect(await faultsOf(app.page)).toEqual([])
    await app.page.keyboard.press('Escape')
  })

  test('is accessible where it is handed in, and in the lists', async () => {
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.getByText(/可以报送|还不能报送/).waitFor()
    expect(await faultsOf(app.page)).toEqual([])
    for (const path of ['/', '/submissions', '/tasks', '/outbox']) {
      await app.page.goto(app.origin + path)
      await app.page.getByRole('heading', { level: 1 }).waitFor()
      expect(await faultsOf(app.page), path).toEqual([])
    }
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { keyCosts, keyLayouts } from '#tests/support/key-cost.ts'

// What `npm run bench:web` times, held here by counts.
describe.runIf(hasDebugger)('a key press', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    await form.choose('资格名称', '中学一级教师')
    for (let row = 1; row < 50; row += 1) {
      await app.page.getByRole('button', { name: `复制：第 ${row} 条` }).click()
    }
    await form.untilSaved()
  })
  afterAll(() => app.close())

  test('in one of fifty rows draws its input alone', async () => {
    await app.page.locator('[data-path="titles[49].certificateNumber"]').focus()
    const { least } = await keyCosts(app.page, 'abcdefghijk')
    expect(least.changes).toBeLessThanOrEqual(2)
    // 4,800: half of it all rules that read the row; with the form drawn on the way to the input some 8,000.
    expect(least.calls).toBeLessThanOrEqual(6000)
  })

  test('in one of fifty rows lays out its field, not the page', async () => {
    await app.page.locator('[data-path="titles[49].certificateNumber"]').focus()
    const layouts = await keyLayouts(app.page, 'abcdefghijk')
    // A list at the side follows now and then, and is laid out as it must be.
    expect(layouts.filter((isPart) => isPart).length).toBeGreaterThanOrEqual(8)
  })

  test('beside a hundred points and fifty rows puts no outlines together', async () => {
    await expect.poll(() => app.page.locator('.block .summary').count()).toBe(50)
    await expect.poll(() => app.page.locator('.check li').count()).toBeGreaterThan(50)
    const outlines = app.page.locator('.block .summary svg, .check li svg')
    expect(await outlines.count()).toBe(0)
  })

  test('in the first sheet draws its input alone', async () => {
    await fillingIn(app.page).openSheet('基本信息')
    await app.page.locator('[data-path="basic.employer"]').focus()
    const { least } = await keyCosts(app.page, 'abcdefghijk')
    expect(least.changes).toBeLessThanOrEqual(2)
    expect(least.calls).toBeLessThanOrEqual(6000)
  })

  test('has the browser look through one field only, and sends nothing', async () => {
    const field = app.page.locator('[data-path="basic.employer"]')
    const inForm = await field.evaluate((input: HTMLInputElement) => input.form?.querySelectorAll('input').length)
    expect(inForm).toBe(1)
    const address = app.page.url()
    await field.evaluate((input: HTMLInputElement) => input.form?.requestSubmit())
    await fillingIn(app.page).untilSaved()
    expect(app.page.url()).toBe(address)
  })

  test('in the largest code field draws what is in sight, and every entry is found', async () => {
    const field = app.page.locator('[data-path="basic.birthPlace"]')
    const options = app.page.getByRole('listbox').getByRole('option')
    await field.click()
    await options.first().waitFor()
    const { most } = await keyCosts(app.page, 'beiliushi')
    // Some sixty for eight options, and those that are added on a slow machine; all eighty change over 240.
    expect(most.changes).toBeLessThanOrEqual(200)
    // The rest of a long list comes when the person pauses, and is there to be scrolled to.
    await field.fill('a')
    await expect.poll(() => options.count()).toBe(80)
    await field.fill('450981')
    await options.getByText('北流市').first().click()
    await expect.poll(() => field.inputValue()).toBe('北流市')
  })
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { namedDrafts, putDrafts } from '#tests/support/stored-drafts.ts'

/** Pastes as the system does: one event that the browser turns into an input. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => document.execCommand('insertText', false, pasted), text)
}

describe('bad input', () => {
  let app: OpenedApp
  let draftPath = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓𬱖')
    await form.untilSaved()
    draftPath = new URL(app.page.url()).pathname
  })
  afterAll(() => app.close())

  test.each([
    ['/drafts/nobody', '打不开这份记录'],
    ['/drafts/%E0%A4%A/titles', '打不开这份记录'],
    ['/drafts/__proto__', '打不开这份记录'],
    ['/no/such/page', '没有这个页面'],
    ['/#task=%7Bbroken', ''],
  ])('from the address %s is told, and nothing is lost', async (path, sentence) => {
    const { page, origin } = app
    await page.goto(origin + path)
    await page.locator('#content h1').first().waitFor()
    if (sentence !== '') await page.getByText(sentence).first().waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(origin)
    await page.getByRole('link', { name: /韦晓𬱖/ }).waitFor()
    expect(app.complaints.filter((complaint) => complaint.includes('Uncaught'))).toEqual([])
  })

  test('from the clipboard is cleaned up and said, or kept and marked', async () => {
    const { page, origin } = app
    await page.goto(origin + draftPath)
    const name = page.getByRole('textbox', { name: /^\s*姓名/ })
    await name.fill('')
    await name.focus()
    await paste(page, '\u200b 韦　晓\t𬱖 \r\n')
    await name.press('Enter')
    await expect.poll(() => name.inputValue()).toBe('韦晓𬱖')
    const employer = page.getByRole('textbox', { name: /^\s*单位(\s|（|$)/ })
    await employer.focus()
    const longest = 2000
    await paste(page, '学'.repeat(longest * 10))
    await employer.press('Enter')
    const form = fillingIn(page)
    await form.untilSaved()
    const shell = page.locator('.field-shell', { has: employer })
    await shell.locator('.issue-note, .problem').first().waitFor()
    // What stands there is what is kept.
    expect((await employer.inputValue()).length).toBe(longest)
    await page.reload()
    await employer.waitFor()
    await expect.poll(async () => (await employer.inputValue()).length).toBe(longest)
    await employer.fill('北流市第一中学')
    await form.untilSaved()
  })

  test('from the storage is listed as it lies there, beside what is sound, and can be taken out', async () => {
    const { page, origin } = app
    await putDrafts(page, [
      { id: 'damaged', record: 'half a re', revision: 'x' },
      { id: 'other', record: { basic: { name: ['a'] } } },
    ])
    await page.goto(origin)
    await page.getByRole('link', { name: /韦晓𬱖/ }).waitFor()
    const taking = page.getByRole('button', { name: '存到文件' })
    await expect.poll(() => taking.count()).toBe(2)
    const file = await app.download(() => taking.first().click())
    expect(file.path).not.toBe('')
    await page.goto(`${origin}/drafts/damaged`)
    await page.locator('#content h1').first().waitFor()
    await page.getByRole('alert').first().waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('many drafts stay quick to open, and one is found by name', async () => {
    const { page, origin } = app
    await putDrafts(page, namedDrafts(400))
    await page.goto(origin)
    await page.getByRole('link', { name: /^覃399/ }).waitFor()
    const search = page.getByRole('searchbox', { name: '按姓名找' })
    const tookMs = await search.evaluate(async (input) => {
      if (!(input instanceof HTMLInputElement)) return 0
      const start = performance.now()
      input.value = '晓'
      input.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      return performance.now() - start
    })
    await page.getByText('401 份记录，列出 1 份').waitFor()
    await expect.poll(() => page.getByRole('link', { name: /韦晓𬱖/ }).count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    expect(tookMs).toBeLessThan(2000)
  })

  test('what is looked for can be looked for no more, also where few are left', async () => {
    const { page, origin } = app
    await putDrafts(page, namedDrafts(9), { inPlaceOfAll: true })
    await page.goto(origin)
    const search = page.getByRole('searchbox', { name: '按姓名找' })
    await search.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await search.fill('覃3')
    await page.getByRole('button', { name: '删除：覃3' }).click()
    await page.getByText('8 份记录，列出 0 份').waitFor()
    await search.fill('')
    await expect.poll(() => page.getByRole('link', { name: /^覃/ }).count()).toBe(8)
    await expect.poll(() => search.count()).toBe(0)
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger, keepsProfile } from '#tests/support/engine.ts'
import { type Screen, seeded, typedFields, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'

describe('keeping it', () => {
  let app: OpenedApp
  beforeEach(async () => {
    app = await openApp({ path: '/new' })
  })
  afterEach(() => app.close())

  test.runIf(keepsProfile)('nothing shown as 已保存 is missing after the browser was killed', async () => {
    const pathname = await untilDraftStands(app.page)
    const random = seeded(20_261_123)
    let saved: Screen = new Map()
    for (let round = 0; round < 6; round += 1) {
      saved = await typeUntil(app.page, random, 4 + Math.floor(random() * 12), saved)
      await app.kill()
      await app.relaunch(pathname)
      await untilDraftStands(app.page)
      for (const field of typedFields) {
        // Characters are only ever added, so what was saved must stand at the front.
        const standing = await app.page.locator(`[data-path="${field}"]`).inputValue()
        expect(
          standing.startsWith(saved.get(field) ?? ''),
          `round ${round}, ${field}: “${standing}” lost “${saved.get(field)}”`,
        ).toBe(true)
      }
    }
    expect([...saved.values()].join('').length).toBeGreaterThan(20)
  })

  test('a tab that is alone never says that another one writes', async () => {
    await untilDraftStands(app.page)
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '新建记录' }).waitFor()
    await app.page.evaluate(() => {
      Object.assign(window, { saysAnotherTab: false })
      new MutationObserver(() => {
        if (document.body.textContent.includes('另一个标签页')) Object.assign(window, { saysAnotherTab: true })
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    await app.page.getByRole('button', { name: '新建记录' }).click()
    const employer = app.page.locator('[data-path="basic.employer"]')
    await expect.poll(() => employer.isEditable()).toBe(true)
    expect(await app.page.evaluate(() => Reflect.get(window, 'saysAnotherTab'))).toBe(false)
  })

  test('a second tab reads along, and takes the pen over without losing anything', async () => {
    const pathname = await untilDraftStands(app.page)
    const first = app.page
    const second = await app.context.newPage()
    await second.goto(app.origin + pathname)
    await second.getByText('这份记录正在另一个标签页里填写').waitFor()
    expect(await findAxeViolations(second)).toEqual([])
    const employerIn = (page: Page) => page.locator('[data-path="basic.employer"]')
    expect(await employerIn(second).isEditable()).toBe(false)
    await second.getByRole('link', { name: '历史' }).click()
    await second.getByText('请先在这里接手再恢复').waitFor()
    await second.getByRole('button', { name: '改在这里填写' }).waitFor()
    expect(await findAxeViolations(second)).toEqual([])
    await second.getByRole('link', { name: '返回填写' }).click()
    await second.getByText('这份记录正在另一个标签页里填写').waitFor()

    await employerIn(first).fill('北流市第一中学')
    await expect.poll(() => employerIn(second).inputValue()).toBe('北流市第一中学')

    await employerIn(first).fill('北流市第一中学高中部')
    await second.getByRole('button', { name: '改在这里填写' }).click()
    await expect.poll(() => employerIn(second).isEditable()).toBe(true)
    await expect.poll(() => employerIn(second).inputValue()).toBe('北流市第一中学高中部')
    await expect.poll(() => employerIn(first).isEditable()).toBe(false)

    await second.close()
    await expect.poll(() => employerIn(first).isEditable()).toBe(true)
  })

  test.runIf(hasDebugger)('a composition is neither saved nor checked half-way', async () => {
    await untilDraftStands(app.page)
    const session = await app.context.newCDPSession(app.page)
    const employer = app.page.locator('[data-path="basic.employer"]')
    await employer.focus()
    await session.send('Input.imeSetComposition', { text: 'beiliu', selectionStart: 6, selectionEnd: 6 })
    await app.page.waitForTimeout(600)
    const tab = await app.context.newPage()
    await tab.goto(app.page.url())
    await tab.locator('[data-path="basic.employer"]').waitFor()
    expect(await tab.locator('[data-path="basic.employer"]').inputValue()).toBe('')
    await session.send('Input.insertText', { text: '北流市第一中学' })
    await expect.poll(() => tab.locator('[data-path="basic.employer"]').inputValue()).toBe('北流市第一中学')
  })

  test('a removed draft can be brought back', async () => {
    await untilDraftStands(app.page)
    await app.page.locator('[data-path="basic.name"]').fill('韦晓莉')
    await app.page.locator('[data-path="basic.name"]').press('Enter')
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '复制一份：韦晓莉' }).click()
    await expect.poll(() => app.page.getByRole('link', { name: /韦晓莉/ }).count()).toBe(2)
    await app.page.getByRole('button', { name: '删除：韦晓莉' }).first().click()
    await expect.poll(() => app.page.getByRole('link', { name: /韦晓莉/ }).count()).toBe(1)
    await app.page.getByRole('button', { name: '撤销' }).click()
    await expect.poll(() => app.page.getByRole('link', { name: /韦晓莉/ }).count()).toBe(2)
    await app.page.getByRole('button', { name: '删除：韦晓莉' }).first().click()
    await app.page.getByText(/^最近删除/).click()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.setViewportSize({ width: 320, height: 640 })
    const name = app.page.getByRole('group').getByText('韦晓莉', { exact: true })
    const lines = (): Promise<number> =>
      name.evaluate((element) => {
        const range = document.createRange()
        range.selectNodeContents(element)
        return range.getClientRects().length
      })
    await expect.poll(lines).toBe(1)
  })
})

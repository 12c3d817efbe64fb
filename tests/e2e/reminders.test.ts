import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { openApp } from '#tests/support/browser.ts'
import { canRunFirst, forgetsSites, opensPrivateWindow } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { changeLocks, lockOnHome } from '#tests/support/locking.ts'

const reminders = {
  forgetful: '这个浏览器会清除七天没有打开过的网站的内容',
  keepingRefused: '浏览器没有答应长期保存，空间不足时可能清掉这里的内容',
  old: '已经超过七天没有备份',
  ifPrivate: '如果这是无痕（隐私）窗口，窗口一关就什么都没有了：请备份成文件，再到普通窗口里恢复。',
} as const

/** The answers of a browser to how it keeps things. */
function answer({ userAgent, keeps }: { readonly userAgent: string; readonly keeps: boolean }): void {
  Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => userAgent })
  for (const asked of ['persist', 'persisted'])
    Object.defineProperty(StorageManager.prototype, asked, { value: async () => keeps })
}

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0'

async function fillIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/new`)
  const form = fillingIn(page)
  await form.type('姓名', '韦晓莉')
  await form.untilSaved()
  await page.getByRole('link', { name: '采报' }).click()
  await page.getByText('备份文件 — 还没有').waitFor()
}

const shownOn = async (page: Page): Promise<readonly string[]> => {
  const text = await page.locator('main').innerText()
  return Object.entries(reminders).flatMap(([name, said]) => (text.includes(said) ? [name] : []))
}

describe('the reminder to make a copy', () => {
  test.runIf(canRunFirst).each([
    { browser: 'that keeps what it is asked to', userAgent: edge, keeps: true, shown: [] },
    { browser: 'that does not promise to keep', userAgent: edge, keeps: false, shown: ['keepingRefused', 'ifPrivate'] },
    { browser: 'that forgets after seven days', userAgent: safari, keeps: true, shown: ['forgetful'] },
    { browser: 'that forgets and refuses', userAgent: safari, keeps: false, shown: ['forgetful', 'ifPrivate'] },
  ])('in a browser $browser', async ({ userAgent, keeps, shown }) => {
    const app = await openApp({ path: '/healthz' })
    onTestFinished(() => app.close())
    const { page } = app
    await page.addInitScript(answer, { userAgent, keeps })
    await fillIn(page, app.origin)
    if (!keeps) await page.getByText('浏览器没有答应长期保存：').waitFor()
    await expect.poll(() => shownOn(page)).toEqual(shown)
    expect(await findAxeViolations(page)).toEqual([])
    if (shown.length > 0) await page.getByRole('link', { name: '去备份' }).waitFor()
  })

  test.runIf(forgetsSites)('in a browser that forgets by its own account', async () => {
    const app = await openApp({ path: '/new' })
    onTestFinished(() => app.close())
    await fillIn(app.page, app.origin)
    await expect.poll(() => shownOn(app.page)).toContain('forgetful')
    await app.page.getByRole('link', { name: '去备份' }).waitFor()
  })

  test.runIf(canRunFirst)('comes for a locked record that lay longer than a week without one', async () => {
    const app = await openApp({ path: '/healthz' })
    onTestFinished(() => app.close())
    const { page } = app
    await page.addInitScript(answer, { userAgent: edge, keeps: true })
    await fillIn(page, app.origin)
    await lockOnHome(page, '韦晓莉', '三月桃花水满江三月桃花水满江')
    await page.getByText('一份上锁的记录').waitFor()
    const day = 24 * 3_600_000
    for (const [days, shown] of [
      [6, []],
      [8, ['old']],
    ] as const) {
      await changeLocks(page, { savedAt: Date.now() - days * day })
      await page.reload()
      await page.getByText('备份文件 — 还没有').waitFor()
      await expect.poll(() => shownOn(page)).toEqual(shown)
    }
  })

  test.runIf(opensPrivateWindow)('in a private window, which works like any other until it is closed', async () => {
    const app = await openApp({ path: '/healthz' })
    onTestFinished(() => app.close())
    const apart = await app.context.browser()?.newContext({ locale: 'zh-CN' })
    if (!apart) throw new Error('this browser opens no private window')
    const page = await apart.newPage()
    await fillIn(page, app.origin)
    await page.getByText(reminders.ifPrivate).waitFor()
    await page.reload()
    await page.getByRole('link', { name: /韦晓莉/ }).waitFor()
    await page.getByText(reminders.ifPrivate).waitFor()
    await expect.poll(() => shownOn(page)).toEqual(['keepingRefused', 'ifPrivate'])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { lockOnHome } from '#tests/support/locking.ts'

const passphrase = '三月桃花水满江'.repeat(2)

describe('lists beside a record that is locked', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
  })
  afterAll(() => app.close())

  /** Notes from now on whether the page ever draws the name, however short. */
  const watchForName = (): Promise<void> =>
    app.page.evaluate(() => {
      document.body.dataset['named'] = 'never'
      new MutationObserver(() => {
        if (document.querySelector('main')?.textContent.includes('韦晓莉')) document.body.dataset['named'] = 'once'
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })

  async function unlock(): Promise<void> {
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    await app.page.getByRole('link', { name: '采报' }).click()
  }

  test('do not draw the name for a moment when they are opened anew', async () => {
    const { page } = app
    const pathname = new URL(page.url()).pathname
    await page.getByRole('link', { name: '采报' }).click()
    await lockOnHome(page, '韦晓莉', passphrase)
    await page.goto(app.origin + pathname)
    await unlock()
    await page.getByRole('link', { name: '交还电脑' }).click()
    await page.getByRole('main').getByText('韦晓莉').waitFor()
    await page.getByRole('button', { name: '马上锁好' }).click()
    await page.getByText('已锁好，要看请再输口令').waitFor()
    await watchForName()
    await page.getByRole('link', { name: '交还电脑' }).click()
    await page.getByRole('heading', { level: 1, name: '交还电脑' }).waitFor()
    await page.getByText('一份上锁的记录').waitFor()
    expect(await page.locator('body').getAttribute('data-named')).toBe('never')
  })

  test('say why a lock could not be taken off, and the record stays locked', async () => {
    const { page } = app
    await page.getByRole('link', { name: '采报' }).click()
    await page.getByRole('link', { name: /一份上锁的记录/ }).click()
    await unlock()
    await fillDisk(page)
    await page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    await page.getByRole('alert').filter({ hasText: 'STORAGE_FULL' }).waitFor()
    await page.getByRole('button', { name: '马上锁好' }).waitFor()
    await freeDisk(page)
    await page.reload()
    await page.getByText('一份上锁的记录').waitFor()
    expect(await page.getByText('韦晓莉').count()).toBe(0)
  })
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { untilGuarded } from '#tests/support/until-guarded.ts'

const passphrase = '三月桃花水满江'.repeat(2)

async function unlock(page: Page): Promise<void> {
  await page.getByLabel('口令').fill(passphrase)
  await page.getByRole('button', { name: '输入口令打开' }).click()
  await page.getByRole('textbox', { name: /手机号码/ }).waitFor()
}

const mobileIn = (page: Page): Promise<string> => page.getByRole('textbox', { name: /手机号码/ }).inputValue()

describe('a record that two tabs have to do with', () => {
  let app: OpenedApp
  let home: Page
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    home = await app.context.newPage()
    await home.goto(app.origin)
    await home.getByRole('button', { name: '上锁：韦晓莉', exact: true }).waitFor()
  })
  afterAll(() => app.close())

  test('takes along what was just typed in the one when the other locks it', async () => {
    await lockOnHome(home, '韦晓莉', passphrase, async () => {
      // Not left, and not yet saved.
      await app.page.getByRole('textbox', { name: /手机号码/ }).fill('13807750001')
    })
    await app.page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    await expect.poll(() => app.page.getByText('韦晓莉').count()).toBe(0)
    await unlock(app.page)
    await expect.poll(() => mobileIn(app.page)).toBe('13807750001')
  })

  test('is closed in both when one locks up by hand, with what was just typed in the other', async () => {
    await home.goto(app.page.url())
    await unlock(home)
    await app.page.getByRole('textbox', { name: /手机号码/ }).fill('13807750002')
    await home.getByRole('button', { name: '马上锁好' }).click()
    for (const page of [home, app.page]) {
      await page.getByText('一份上锁的记录').waitFor()
      await expect.poll(() => page.getByText('韦晓莉').count()).toBe(0)
      await expect.poll(() => page.getByRole('button', { name: '马上锁好' }).count()).toBe(0)
    }
    await app.page.getByRole('link', { name: /一份上锁的记录/ }).click()
    await unlock(app.page)
    await expect.poll(() => mobileIn(app.page)).toBe('13807750002')
  })

  test('is called locked by neither when the one takes its lock off', async () => {
    const third = await app.context.newPage()
    await third.goto(app.page.url())
    await third.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    await untilGuarded(third)
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    await third.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await expect.poll(() => mobileIn(third)).toBe('13807750002')
    await home.getByRole('button', { name: '上锁：韦晓莉', exact: true }).waitFor()
    await expect.poll(() => home.getByText('一份上锁的记录').count()).toBe(0)
    await third.close()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

const passphrase = '三月桃花水满江'.repeat(2)

describe('a record behind a passphrase', () => {
  let app: OpenedApp
  let pathname = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(10_000)
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.type('身份证号', '452526197904182627')
    await form.untilSaved()
    pathname = new URL(app.page.url()).pathname
  })
  afterAll(() => app.close())

  const dump = (): Promise<string> =>
    app.page.evaluate(async () => {
      const open = indexedDB.open('caibao')
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        open.addEventListener('success', () => resolve(open.result))
        open.addEventListener('error', () => reject(open.error ?? new Error('not opened')))
      })
      const rows = await Promise.all(
        [...database.objectStoreNames].map(
          (name) =>
            new Promise<unknown>((resolve) => {
              const all = database.transaction(name).objectStore(name).getAll()
              all.addEventListener('success', () => resolve(all.result))
            }),
        ),
      )
      database.close()
      return JSON.stringify(rows)
    })

  test('is encrypted in the database, and nothing of it can be told', async () => {
    await app.page.goto(`${app.origin}/`)
    expect(await dump()).toContain('452526197904182627')
    await app.page.getByRole('button', { name: '上锁：韦晓莉' }).click()
    const dialog = app.page.getByRole('dialog')
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
    await dialog.getByLabel('再输一遍口令').fill(passphrase)
    await dialog.getByRole('button', { name: '上锁', exact: true }).click()
    await app.page.getByText('一份上锁的记录').waitFor()
    expect(await app.page.getByText('韦晓莉').count()).toBe(0)
    expect(await dump()).not.toMatch(/452526197904182627|韦晓莉/)
  })

  test('stays closed to a wrong passphrase, and opens to the right one', async () => {
    await app.page.goto(app.origin + pathname)
    await app.page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    await app.page.getByLabel('口令').fill('不是这个口令呀')
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByText('口令不对').waitFor()
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await expect.poll(() => app.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓莉')
  })

  test('is saved encrypted while it is filled in, and closed at once when asked', async () => {
    const form = fillingIn(app.page)
    await form.type('单位', '北流市第一中学')
    await form.untilSaved()
    expect(await dump()).not.toContain('北流市第一中学')
    await app.page.getByRole('button', { name: '马上锁好' }).click()
    await app.page.getByText('一份上锁的记录').waitFor()
    await app.page.goto(app.origin + pathname)
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await expect
      .poll(() => app.page.getByRole('textbox', { name: /^单位( |（|$)/ }).inputValue())
      .toBe('北流市第一中学')
  })

  test('comes back among the others when the lock is taken off', async () => {
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    await app.page.getByRole('button', { name: '上锁：韦晓莉' }).waitFor()
    expect(await dump()).toContain('452526197904182627')
  })
})

import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectAsksToGiveUp } from '#tests/support/asks-to-give-up.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { holdDatabase, keptTwice, loseDatabase, releaseDatabase } from '#tests/support/database-troubles.ts'
import { canRunFirst } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { lockOnHome } from '#tests/support/locking.ts'

let app: OpenedApp
beforeEach(async () => {
  app = await openApp({ path: '/new' })
  app.page.setDefaultTimeout(25_000)
  await app.page.getByRole('textbox', { name: /^姓名/ }).fill('韦晓莉')
  await app.page.getByRole('textbox', { name: /^姓名/ }).press('Enter')
  await fillingIn(app.page).untilSaved()
  await app.page.goto(app.origin)
  await theDraft(app.page).waitFor()
})
afterEach(() => app.close())

const theDraft = (page: Page) => page.getByRole('link', { name: /韦晓莉/ })
const lostNote = (page: Page) => page.getByRole('alert').filter({ hasText: '有 1 份记录从数据库里不见了' })
const emptyList = (page: Page) => page.getByText('还没有记录')

async function untilKeptTwice(page: Page): Promise<void> {
  await expect.poll(() => keptTwice(page)).toContain('韦晓莉')
}

describe('the list of records', () => {
  test('is there after pages were left amid whatever they were doing', async () => {
    for (let round = 0; round < 12; round += 1) {
      await app.page.goto(round % 2 === 0 ? `${app.origin}/outbox` : app.origin)
      await app.page.goto(`${app.origin}/licence.txt`)
    }
    await app.page.goto(app.origin)
    await theDraft(app.page).waitFor()
    await app.page.goto(`${app.origin}/new`)
    await app.page.getByRole('textbox', { name: /^姓名/ }).fill('李建国')
    await app.page.getByRole('textbox', { name: /^姓名/ }).press('Enter')
    await fillingIn(app.page).untilSaved()
    expect(await emptyList(app.page).count()).toBe(0)
  })

  test('of a database that does not answer is not taken for an empty one, and comes when it answers', async () => {
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/licence.txt`)
    await holdDatabase(other)
    await app.page.reload()
    await app.page.getByRole('heading', { name: '数据库还没有回应' }).waitFor()
    await app.page.getByRole('alert').getByText('已经保存的内容没有动过').waitFor()
    expect(await emptyList(app.page).count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.goto(`${app.origin}/tasks`)
    await app.page.getByRole('alert').getByText('已经保存的内容没有动过').waitFor()
    expect(await app.page.getByText('还没有接受过任务').count()).toBe(0)
    // Who installed a scheme has it in the database: nothing can be shown before it answers but a word of it.
    await app.page.evaluate(() => localStorage.setItem('caibao.scheme', 'installed'))
    await app.page.goto(app.origin)
    await app.page.getByRole('alert').getByRole('heading', { name: '数据库还没有回应' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(await app.page.getByRole('button', { name: '新建记录' }).count()).toBe(0)
    await releaseDatabase(other)
    await theDraft(app.page).waitFor()
    await expect.poll(() => app.page.getByRole('alert').count()).toBe(0)
  })

  test('that could not be read says so, and is read again by a button', async () => {
    const { page } = app
    await page.getByRole('link', { name: '采集任务', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '采集任务' }).waitFor()
    await page.evaluate(() => {
      const getAll: unknown = Reflect.get(IDBObjectStore.prototype, 'getAll')
      Reflect.set(window, 'heal', () => Object.assign(IDBObjectStore.prototype, { getAll }))
      IDBObjectStore.prototype.getAll = () => {
        throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
      }
    })
    await page.getByRole('link', { name: '我的记录' }).click()
    await page.getByText('STORAGE_READ_FAILED').first().waitFor()
    expect(await emptyList(page).count()).toBe(0)
    await page.evaluate(() => Reflect.get(window, 'heal')())
    await page.getByRole('button', { name: '再试一次' }).click()
    await theDraft(page).waitFor()
    await expect.poll(() => page.getByText('STORAGE_READ_FAILED').count()).toBe(0)
  })

  test('what is typed meanwhile is saved when the database answers, without loading the page', async () => {
    const name = app.page.getByRole('textbox', { name: /^姓名/ })
    await theDraft(app.page).click()
    await expect.poll(() => name.isEditable()).toBe(true)
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/licence.txt`)
    await holdDatabase(other)
    await name.fill('韦晓𬱖')
    await app.page.getByRole('alert').getByText('数据库很久没有回应').waitFor()
    await app.page.getByRole('button', { name: '存到文件' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await name.fill('韦晓𬱖二')
    await releaseDatabase(other)
    await fillingIn(app.page).untilSaved()
    await expect.poll(() => app.page.getByRole('alert').count()).toBe(0)
    await app.page.reload()
    await expect.poll(() => name.inputValue()).toBe('韦晓𬱖二')
  })

  test.runIf(canRunFirst)('of a database that does not open is not taken for an empty one', async () => {
    const page = await app.context.newPage()
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Internal error opening backing store', 'UnknownError')
      }
    })
    await page.goto(app.origin)
    await page.getByRole('heading', { name: '数据库打不开' }).waitFor()
    await page.getByRole('button', { name: '重新打开' }).waitFor()
    await page.getByRole('link', { name: '恢复备份' }).first().waitFor()
    expect(await emptyList(page).count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    for (const path of ['/tasks', '/outbox', '/submissions']) {
      await page.goto(app.origin + path)
      await page
        .getByText(/STORAGE_/)
        .first()
        .waitFor()
      expect(await page.getByText(/还没有/).count()).toBe(0)
    }
  })

  test('that the browser lost is brought back from what was kept beside the database', async () => {
    await untilKeptTwice(app.page)
    await loseDatabase(app.page)
    await app.page.goto(app.origin)
    const note = lostNote(app.page)
    await note.getByText('韦晓莉').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    // Nobody is sent to a backup while this is on offer.
    expect(await app.page.getByRole('alert').count()).toBe(1)
    const other = await app.context.newPage()
    await other.goto(app.origin)
    await lostNote(other).waitFor()
    await note.getByRole('button', { name: '找回' }).click()
    await theDraft(app.page).waitFor()
    await expect.poll(() => note.count()).toBe(0)
    // The page of another tab offers no more what is back.
    await theDraft(other).waitFor()
    await expect.poll(() => lostNote(other).count()).toBe(0)
    await other.close()
    await app.page.reload()
    await theDraft(app.page).click()
    await expect.poll(() => app.page.getByRole('textbox', { name: /^姓名/ }).inputValue()).toBe('韦晓莉')
  })

  test('that the browser lost is brought back from the address of a record as well, where it was not deleted', async () => {
    const { page } = app
    await untilKeptTwice(page)
    await theDraft(page).click()
    const name = page.getByRole('textbox', { name: /^姓名/ })
    await expect.poll(() => name.isEditable()).toBe(true)
    const address = page.url()
    await loseDatabase(page)
    await page.goto(address)
    await lostNote(page).getByText('韦晓莉').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    expect(await page.getByText('可能被删除了').count()).toBe(0)
    await lostNote(page).getByRole('button', { name: '找回' }).click()
    await expect.poll(() => name.inputValue()).toBe('韦晓莉')
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).evaluate((h) => h === document.activeElement))
      .toBe(true)
    await loseDatabase(page)
    await page.evaluate(() => caches.delete('caibao-second-copies'))
    await page.goto(address)
    await page.getByText('可能被删除了').waitFor()
  })

  test('that the browser lost is erased by nobody who was not asked, and given up by two presses', async () => {
    const { page } = app
    await untilKeptTwice(page)
    await loseDatabase(app.page)
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('从数据库里不见了').waitFor()
    await expectAsksToGiveUp(page, '韦晓莉')
    await page.goto(app.origin)
    await lostNote(page).getByRole('button', { name: '不要了' }).click()
    const forGood = lostNote(page).getByRole('button', { name: '再按一次：从这台电脑删掉' })
    await forGood.waitFor()
    expect(await keptTwice(page)).toContain('韦晓莉')
    expect(await findAxeViolations(page)).toEqual([])
    await forGood.click()
    // Now there is nothing left here to bring back.
    await page.getByRole('heading', { name: '这里保存过的 1 份记录不见了' }).waitFor()
    await expect.poll(() => lostNote(page).count()).toBe(0)
    await expect.poll(() => keptTwice(page)).toBe('')
  })

  test('keeps nothing readable of a record once it is locked', async () => {
    await untilKeptTwice(app.page)
    await lockOnHome(app.page, '韦晓莉', '三月桃花水满江'.repeat(2))
    expect(await keptTwice(app.page)).not.toContain('韦晓莉')
    await app.page.goto(`${app.origin}/licence.txt`)
    await app.page.goto(app.origin)
    await expect.poll(() => keptTwice(app.page)).toContain('sealed')
    expect(await keptTwice(app.page)).not.toContain('韦晓莉')
  })

  test('that is empty because the browser lost it says so, until the person knows', async () => {
    await loseDatabase(app.page)
    await app.page.evaluate(() => caches.delete('caibao-second-copies'))
    await app.page.goto(app.origin)
    await app.page.getByRole('heading', { name: '这里保存过的 1 份记录不见了' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.reload()
    await app.page.getByRole('button', { name: '知道了，从头开始' }).click()
    await emptyList(app.page).waitFor()
    await app.page.reload()
    await emptyList(app.page).waitFor()
  })
})

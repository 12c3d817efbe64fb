import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databasesAtRest } from '#tests/support/at-rest.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { canRunFirst, hasDebugger, holdsRequests } from '#tests/support/engine.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { untilDraftStands } from '#tests/support/random-typing.ts'
import { untilGuarded } from '#tests/support/until-guarded.ts'

const employerIn = (page: Page) => page.locator('[data-path="basic.employer"]')
const nameIn = (page: Page) => page.locator('[data-path="basic.name"]')
const saveState = (page: Page) => page.locator('.save-state').innerText()

/** Whether its middle is on the screen and nothing lies over it. */
const isInSight = (part: Locator): Promise<boolean> =>
  part.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })

const rescue = (app: OpenedApp) =>
  app.download(() => app.page.getByRole('button', { name: '存到文件' }).first().click())

/** Whether the page has its browser ask before it goes; not every browser under test shows the question. */
const asksBeforeGoing = (page: Page): Promise<boolean> =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))

/** Opens the database as another version of the app would, and keeps or closes it. */
async function openRaw(page: Page, version: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('caibao', wanted)
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(new Error(String(request.error))))
    })
    Reflect.set(window, 'heldDatabase', database)
  }, version)
}

/** The employer of the only draft, read past the app. */
async function storedEmployer(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const database: IDBDatabase = Reflect.get(window, 'heldDatabase')
        const all = database.transaction('drafts').objectStore('drafts').getAll()
        all.addEventListener('success', () => resolve(all.result[0]?.record.basic.employer))
      }),
  )
}

describe('when the storage fails', () => {
  let app: OpenedApp
  beforeEach(async () => {
    app = await openApp({ path: '/licence.txt' })
  })
  afterEach(() => app.close())

  const openNew = async (): Promise<void> => {
    await app.page.goto(`${app.origin}/new`)
    await untilDraftStands(app.page)
  }

  test.runIf(canRunFirst)(
    'a browser that keeps nothing: never 已保存, a red bar, and the file holds everything',
    async () => {
      await app.page.addInitScript(() => {
        Object.defineProperty(window, 'indexedDB', { value: undefined })
        // With the databases it refuses the locks of a site, too, and Firefox what its pages say to each other.
        const refused = new DOMException('access is denied', 'SecurityError')
        const refuse = () => Promise.reject(refused)
        for (const asked of ['request', 'query']) Reflect.set(LockManager.prototype, asked, refuse)
        const channel = () => {
          throw refused
        }
        Reflect.set(window, 'BroadcastChannel', new Proxy(BroadcastChannel, { construct: channel }))
      })
      await openNew()
      await app.page.getByRole('alert').getByText('关掉网页内容就会丢失').waitFor()
      await nameIn(app.page).fill('韦晓莉')
      await nameIn(app.page).press('Enter')
      await app.page.waitForTimeout(600)
      await expect.poll(() => saveState(app.page)).toContain('只在本网页')
      expect(await app.page.getByText('已保存').count()).toBe(0)
      await app.page.getByRole('button', { name: '保存', exact: true }).click()
      await app.page.getByRole('dialog').waitFor()
      expect(await app.page.getByText(/已保存|已经保存/).count()).toBe(0)
      expect(await findAxeViolations(app.page)).toEqual([])
      await app.page.getByRole('button', { name: '继续填写' }).click()
      expect(await findAxeViolations(app.page)).toEqual([])
      await expect.poll(() => asksBeforeGoing(app.page)).toBe(true)
      expect(await (await rescue(app)).text()).toContain('韦晓莉')
      await expect.poll(() => asksBeforeGoing(app.page)).toBe(false)
    },
  )

  test.runIf(canRunFirst)('a browser that promises nothing: what is kept may go, and the list says so', async () => {
    await app.page.addInitScript(() => {
      for (const asked of ['persist', 'persisted']) Reflect.set(StorageManager.prototype, asked, async () => false)
    })
    await openNew()
    await nameIn(app.page).fill('韦晓莉')
    await nameIn(app.page).press('Enter')
    await app.page.locator('.save-state').getByText('已保存').waitFor()
    await app.page.goto(app.origin)
    await app.page.getByText('浏览器没有答应长期保存：请尽快填完').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('a newer version in another tab: what is typed is written first, then the page asks to be refreshed', async () => {
    await openNew()
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/licence.txt`)
    await employerIn(app.page).pressSequentially('北流市第一中学')
    await openRaw(other, 900)
    await app.page.getByRole('alert').getByText('请刷新网页再继续').waitFor()
    await expect.poll(() => employerIn(app.page).isEditable()).toBe(false)
    expect(await storedEmployer(other)).toBe('北流市第一中学')
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: '刷新网页' }).click()
    await app.page
      .getByText(/更新版本的采报/)
      .first()
      .waitFor()
  })

  test('an older version in another tab: the person is told, and it goes on as soon as that tab is closed', async () => {
    const old = await app.context.newPage()
    await old.goto(`${app.origin}/licence.txt`)
    await openRaw(old, 1)
    await app.page.goto(app.origin)
    await app.page.getByRole('alert').getByText('请关闭其他采报标签页').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await old.close()
    await expect.poll(() => app.page.getByText('请关闭其他采报标签页').count()).toBe(0)
    await app.page.getByRole('button', { name: '新建记录' }).click()
    await untilDraftStands(app.page)
    await employerIn(app.page).fill('北流市第一中学')
    await app.page.locator('.save-state').getByText('已保存').waitFor()
  })

  test('the database erased under the page: typing stops, and the rescue file brings the draft back', async () => {
    await openNew()
    await nameIn(app.page).fill('韦晓莉')
    await nameIn(app.page).press('Enter')
    await app.page.locator('.save-state').getByText('已保存').waitFor()
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/licence.txt`)
    await other.evaluate(() => void indexedDB.deleteDatabase('caibao'))
    await app.page.getByText('STORAGE_ERASED').waitFor()
    await app.page.getByRole('alert').getByText('存在这个浏览器里的数据刚才被清除了').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await expect.poll(() => saveState(app.page)).toContain('没有存下来')
    await expect.poll(() => employerIn(app.page).isEditable()).toBe(false)
    const { path } = await rescue(app)

    await app.page.goto(app.origin)
    await app.page.getByText('还没有记录').waitFor()
    await app.page.getByLabel('选择抢救文件').setInputFiles(path)
    const dialog = app.page.getByRole('dialog', { name: '从抢救文件恢复' })
    await dialog.getByText('韦晓莉').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByRole('button', { name: '作为新记录加入' }).click()
    await app.page.getByRole('link', { name: /韦晓莉/ }).click()
    await expect.poll(() => nameIn(app.page).inputValue()).toBe('韦晓莉')
  })

  test.runIf(hasDebugger)(
    'the data of the site cleared by the browser itself: told before anything more is typed',
    async () => {
      await openNew()
      await nameIn(app.page).fill('韦晓莉')
      await nameIn(app.page).press('Enter')
      await app.page.locator('.save-state').getByText('已保存').waitFor()
      // Looked out for once what the first field does not need is here.
      await expect.poll(async () => JSON.stringify(await databasesAtRest(app.page))).toContain('"key":"born"')
      const session = await app.context.newCDPSession(app.page)
      await session.send('Storage.clearDataForOrigin', { origin: app.origin, storageTypes: 'indexeddb,local_storage' })
      await app.page.getByRole('alert').getByText('存在这个浏览器里的数据刚才被清除了').waitFor()
      await expect.poll(() => saveState(app.page)).toContain('没有存下来')
      await expect.poll(() => employerIn(app.page).isEditable()).toBe(false)
      expect(await (await rescue(app)).text()).toContain('韦晓莉')
    },
  )

  test('a file that is no rescue file changes nothing and says so', async () => {
    await app.page.goto(app.origin)
    const file = (text: string) => ({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await app.page.getByLabel('选择抢救文件').setInputFiles(file('{"caibao":"rescue/9"}'))
    await app.page.getByText('RESCUE_VERSION_NEWER').waitFor()
    await app.page.getByLabel('选择抢救文件').setInputFiles(file('{"draft":1}'))
    await app.page.getByText('RESCUE_NOT_ONE').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(await app.page.getByText('还没有记录').count()).toBe(1)
  })

  test('a full disk: typing stops and says why, the file holds it, and a second try saves it', async () => {
    await app.page.setViewportSize({ width: 390, height: 844 })
    await openNew()
    await fillDisk(app.page)
    await employerIn(app.page).pressSequentially('北流市第一中学')
    await app.page.getByText('STORAGE_FULL').waitFor()
    await expect.poll(() => saveState(app.page)).toContain('没有存下来')
    await expect.poll(() => employerIn(app.page).isEditable()).toBe(false)
    // Far down the form, the way out stands beside the field that takes no keys.
    const last = app.page.locator('main input[data-path]').last()
    for (const height of [844, 400]) {
      await app.page.setViewportSize({ width: 390, height })
      await last.focus()
      await expect.poll(() => isInSight(last), { message: `${height}` }).toBe(true)
      await expect.poll(() => isInSight(app.page.getByRole('button', { name: '存到文件' }).first())).toBe(true)
    }
    await app.page.evaluate(() => window.scrollTo(0, 0))
    expect(await findAxeViolations(app.page)).toEqual([])
    const shown = await employerIn(app.page).inputValue()
    expect(await (await rescue(app)).text()).toContain(shown)
    await freeDisk(app.page)
    await app.page.getByRole('button', { name: '再试一次' }).click()
    await app.page.locator('.save-state').getByText('已保存').waitFor()
    await app.page.reload()
    await untilDraftStands(app.page)
    await expect.poll(() => employerIn(app.page).inputValue()).toBe(shown)
  })

  test.runIf(holdsRequests)(
    'a full disk and a link: the page stays with what was typed, until it is in a file',
    async () => {
      // What helps may be on its way still when the link is pressed.
      await app.page.route('**/ErrorNote*.js', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 700))
        await route.continue()
      })
      await openNew()
      await nameIn(app.page).fill('韦晓莉')
      await nameIn(app.page).press('Enter')
      await app.page.locator('.save-state').getByText('已保存').waitFor()
      await fillDisk(app.page)
      await employerIn(app.page).fill('北流市第一中学')
      await untilGuarded(app.page)
      const goAway = (): Promise<void> => app.page.getByRole('link', { name: '备份', exact: true }).click()
      await goAway()
      await app.page.getByText('有内容还没有保存，所以留在这一页').waitFor()
      expect(await employerIn(app.page).inputValue()).toBe('北流市第一中学')
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.textContent.trim())).toBe('再试一次')
      // Other sheets of the draft are no other page.
      await app.page.getByRole('link', { name: /→$/ }).click()
      await employerIn(app.page).waitFor({ state: 'detached' })
      await app.page.goBack()
      await expect.poll(() => employerIn(app.page).inputValue()).toBe('北流市第一中学')

      expect(await (await rescue(app)).text()).toContain('北流市第一中学')
      await goAway()
      await app.page.waitForURL(/\/backup$/)
    },
  )

  test('what could not be saved is left all the same by who goes once more', async () => {
    await openNew()
    await untilGuarded(app.page)
    await fillDisk(app.page)
    await employerIn(app.page).fill('北流市第一中学')
    const generate = app.page.getByRole('button', { name: '生成报送' })
    await generate.click()
    await app.page.getByText('有内容还没有保存，所以留在这一页').waitFor()
    await app.page.waitForTimeout(1600)
    await generate.click()
    await app.page.waitForURL(/\/hand-in$/)
    await expect.poll(() => employerIn(app.page).count()).toBe(0)
  })
})

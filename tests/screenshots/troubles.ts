import type { Page } from 'playwright-core'
import type { OpenedApp } from '#tests/support/browser.ts'
import { holdDatabase, keptTwice, loseDatabase, releaseDatabase } from '#tests/support/database-troubles.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk } from '#tests/support/full-disk.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { managing } from '#tests/support/managing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aUnit } from '#tests/support/units.ts'
import type { Camera } from './camera.ts'

const passphrase = '北流芭蕉二〇二六'.repeat(2)
/** A name that only this browser knows: to it the server is another machine. */
export const officeHost = 'office.test'

/** What is seen when something fails, and what only an update, an earlier scheme, a lock or a small screen brings. */
export async function troubles(camera: Camera, app: OpenedApp): Promise<void> {
  const { page } = camera
  await page.addInitScript(failAsTold)
  await page.getByRole('button', { name: '知道了' }).click()
  await notFetched(camera, app)
  await seldomAsked(camera)
  await behindLock(camera)
  await aboveThePage(camera)
  await databases(camera, app)
  await unitStore(camera, app)
  await camera.scene('insecure-address', async () => {
    await page.goto(app.origin.replace('127.0.0.1', officeHost))
    await page.getByRole('heading', { name: '这个地址不能填报' }).waitFor()
  })
}

/** Runs before the page’s own scripts: what the session is told to fail at, fails from the first moment. */
function failAsTold(): void {
  const told = sessionStorage.getItem('fails')
  const fail = (): never => {
    throw new DOMException('Internal error opening backing store', 'UnknownError')
  }
  if (told === 'open') IDBFactory.prototype.open = fail
  if (told === 'get') IDBObjectStore.prototype.get = fail
}

async function whileFailing(page: Page, what: 'open' | 'get', act: () => Promise<void>): Promise<void> {
  await page.evaluate((told) => sessionStorage.setItem('fails', told), what)
  await act()
  await page.evaluate(() => sessionStorage.removeItem('fails'))
}

const newDraft = async ({ page, goTo }: Camera, fields: Readonly<Record<string, string>>): Promise<void> => {
  await goTo('new')
  for (const [label, text] of Object.entries(fields)) await fillingIn(page).type(label, text)
  await fillingIn(page).untilSaved()
}

/** Before another page was opened: they come together. */
async function notFetched({ page, scene }: Camera, app: OpenedApp): Promise<void> {
  await scene('page-not-fetched', async () => {
    await page.waitForLoadState('networkidle')
    await app.goOffline()
    await page.getByRole('link', { name: '填写说明' }).first().click()
    await page.getByText('这一页没有打开').waitFor()
  })
  await app.goOnline()
}

async function seldomAsked(camera: Camera): Promise<void> {
  const { page, scene, goTo } = camera
  await scene('form-check-open', async () => {
    await newDraft(camera, { 姓名: '韦晓莉', 身份证号: '45252619790418262X' })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: /展开检查/ }).click()
  })
  await scene('hand-in-retired', async () => {
    await newDraft(camera, { 姓名: '覃退休', 出生日期: '1950-01-01' })
    await fillingIn(page).choose('性别', '女')
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByRole('group', { name: '是否已办理退休手续？' }).waitFor()
  })
  await scene('hand-in-given-up', async () => {
    const record = { ...aSoundPerson({ name: '黄晓兰', salary: '3000' }), schemeVersion: '2012.0' }
    const buffer = Buffer.from(JSON.stringify({ caibao: 'rescue/1', draft: { record, savedAt: 1 } }))
    await goTo('')
    await page.getByLabel('选择抢救文件').setInputFiles({ name: '抢救.json', mimeType: 'application/json', buffer })
    await page.getByRole('dialog').getByRole('button', { name: '作为新记录加入' }).click()
    await page.getByRole('link', { name: /黄晓兰/ }).click()
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByText('这些内容不写进报送文件').waitFor()
  })
  await scene('home-removed', async () => {
    await goTo('')
    await page.getByRole('button', { name: '删除：黄晓兰' }).click()
    await page.getByText('已删除“黄晓兰”的记录').waitFor()
    await page.reload()
    await page.getByText(/^最近删除/).click()
  })
}

async function behindLock({ page, scene, goTo }: Camera): Promise<void> {
  await goTo('')
  await lockOnHome(page, '韦晓莉', passphrase)
  await scene('form-lock-open', async () => {
    await page.getByRole('link', { name: /^一份上锁的记录/ }).click()
    await page.getByLabel('口令').fill(passphrase)
    await page.getByRole('button', { name: '输入口令打开' }).click()
    await page.getByRole('button', { name: '马上锁好' }).waitFor()
  })
  await scene('form-lock-not-saved', async () => {
    await fillDisk(page)
    await fillingIn(page).type('手机号码', '13900000002')
    await page.getByText('存出的文件没有上锁').waitFor()
  })
  await page.evaluate(() => Reflect.set(window, 'isDiskFull', false))
  await page.getByRole('button', { name: '再试一次' }).first().click()
  await fillingIn(page).untilSaved()
}

/** As the service worker does when it finds a new version, which takes over when it likes. */
async function announceUpdate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const app: unknown = Reflect.get(document.querySelector('#app') ?? {}, '__vue_app__')
    const provides: object = Reflect.get(Reflect.get(Object(app), '_context'), 'provides')
    const key = Object.getOwnPropertySymbols(provides).find(({ description }) => description === 'app-update')
    Reflect.get(Reflect.get(provides, key ?? ''), 'announce')(() => new Promise(() => undefined))
  })
}

async function aboveThePage({ page, scene, goTo }: Camera): Promise<void> {
  await goTo('')
  await scene('update-offered', async () => {
    await announceUpdate(page)
    await page.getByText('采报有新版本').waitFor()
  })
  await scene('update-running', async () => {
    await page.getByRole('button', { name: '现在更新' }).click()
    await page.getByText('正在换上新版本').waitFor()
  })
  await scene('accident', async () => {
    await goTo('backup')
    await page.getByRole('checkbox', { name: '不设口令' }).check()
    await page.evaluate(() => {
      URL.createObjectURL = () => {
        throw new Error('nobody thought of this')
      }
    })
    await page.getByRole('button', { name: '生成备份' }).click()
    await page.getByText('程序出了意外').waitFor()
  })
}

async function databases(camera: Camera, app: OpenedApp): Promise<void> {
  const { page, scene, goTo } = camera
  await scene('home-unread', () =>
    whileFailing(page, 'open', async () => {
      await goTo('')
      await page.getByRole('heading', { name: '数据库打不开' }).waitFor()
    }),
  )
  await silent(camera, app)
  await scene('scheme-unread', () =>
    whileFailing(page, 'get', async () => {
      await page.evaluate(() => localStorage.setItem('caibao.scheme', 'installed'))
      await page.goto(`${app.origin}/about/codes`)
      await page.getByRole('heading', { name: '装过的采集方案现在读不出来' }).waitFor()
    }),
  )
  await page.evaluate(() => localStorage.removeItem('caibao.scheme'))
  await newDraft(camera, { 姓名: '覃三妹' })
  await goTo('')
  for (let asked = 0; asked < 60 && !(await keptTwice(page)).includes('覃三妹'); asked += 1)
    await page.waitForTimeout(250)
  await loseDatabase(page)
  await scene('home-second-copies', async () => {
    await goTo('')
    await page.getByText('从数据库里不见了').waitFor()
  })
  await loseDatabase(page)
  await page.evaluate(() => caches.delete('caibao-second-copies'))
  await scene('home-vanished', async () => {
    await goTo('')
    await page.getByRole('heading', { name: /这里保存过的 \d+ 份记录不见了/ }).waitFor()
  })
}

async function silent({ page, scene, goTo }: Camera, app: OpenedApp): Promise<void> {
  await goTo('')
  await page.getByRole('link', { name: /覃退休/ }).click()
  await page.getByRole('textbox', { name: /^手机号码/ }).waitFor()
  const other = await app.context.newPage()
  await other.goto(`${app.origin}/licence.txt`)
  await holdDatabase(other)
  await scene('form-silent', async () => {
    await fillingIn(page).type('手机号码', '13900000004')
    await page.getByText('数据库很久没有回应').waitFor()
  })
  await scene('home-silent', async () => {
    await page.goto(app.origin)
    await page.getByRole('heading', { name: '数据库还没有回应' }).waitFor()
  })
  await scene('silent-page', async () => {
    await page.evaluate(() => localStorage.setItem('caibao.scheme', 'installed'))
    await page.goto(app.origin)
    await page.getByRole('alert').getByRole('heading', { name: '数据库还没有回应' }).waitFor()
  })
  await page.evaluate(() => localStorage.removeItem('caibao.scheme'))
  await releaseDatabase(other)
  await other.close()
}

/** Runs in the page: whether it can tell the unit's store from one that is made anew, and so looks out for it. */
async function isToldApart(): Promise<boolean> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('caibao-unit')
    opening.addEventListener('success', () => resolve(opening.result))
  })
  const row = await new Promise<object>((resolve) => {
    const reading = database.transaction('unit').objectStore('unit').get('unit')
    reading.addEventListener('success', () => resolve(Object(reading.result)))
  })
  database.close()
  return 'born' in row
}

async function unitStore({ page, scene, goTo }: Camera, app: OpenedApp): Promise<void> {
  await page.goto(`${app.origin}/unit`)
  await managing(app).setUp(aUnit)
  await page.waitForFunction(isToldApart)
  await scene('unit-erased', async () => {
    await page.evaluate(() => void indexedDB.deleteDatabase('caibao-unit'))
    await page.getByText('数据刚才被清除了').waitFor()
  })
  await scene('unit-lost', async () => {
    await goTo('unit')
    await page.getByRole('heading', { name: /^本机原有/ }).waitFor()
  })
}

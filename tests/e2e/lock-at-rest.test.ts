import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { foundAtRest } from '#tests/support/at-rest.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

const passphrase = '三月桃花水满江'.repeat(2)

/** What was typed, told or written of the person, none of it a word of the app itself. */
const told = [
  '韦晓莉',
  '452526197904182627',
  '高中语文教学',
  '13807750000',
  'weixiaoli',
  'xiaoli.wei',
  'B0612345',
  '与登记表上的号码不一样',
]

// Everything that lies in the browser is read several times: on a busy machine that takes its minutes.
describe('what lies in the browser of a record that is locked', { timeout: 240_000 }, () => {
  let app: OpenedApp
  let server: ServerProcess
  let office: UnitOffice
  let pathname = ''

  beforeAll(async () => {
    app = await openApp({
      start: async (port) => {
        server = await startServer(port ?? 0)
        return server
      },
    })
    office = await openUnitOffice(app.origin, await server.setUpCode())
    await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(app.page, { hasUnit: true })
    // Without the sheet that was filled in last.
    pathname = new URL(app.page.url()).pathname.split('/').slice(0, 3).join('/')
    await generateSubmission(app)
  })
  afterAll(() => app.close())

  const arrival = async (count: number) => {
    await expect.poll(() => office.arrivals(), { timeout: 20_000 }).toHaveLength(count)
    const last = (await office.arrivals()).at(-1)
    if (!last) throw new Error('nothing arrived')
    return last
  }

  const found = () => foundAtRest(app.page, told)

  /** The codes chosen last, as they lie in the database. */
  const recentCodes = () =>
    app.page.evaluate(async () => {
      const opening = indexedDB.open('caibao')
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const all = opening.result.transaction('recents').objectStore('recents').getAll()
      await new Promise((resolve) => all.addEventListener('success', resolve))
      opening.result.close()
      return all.result.flatMap(({ codes }) => codes)
    })

  /** Whether what was chosen last is offered first in a new record. */
  async function isRecentOffered(): Promise<boolean> {
    const box = app.page.getByRole('combobox', { name: /民族/ })
    await box.click()
    await app.page.getByRole('option').first().waitFor()
    const isOffered = (await app.page.getByText('最近用过').count()) > 0
    await box.press('Escape')
    return isOffered
  }

  async function syncNow(): Promise<void> {
    await app.page.goto(`${app.origin}/outbox`)
    await app.page.getByRole('button', { name: '现在同步' }).click()
  }

  async function lock(): Promise<void> {
    await app.page.goto(`${app.origin}/`)
    await lockOnHome(app.page, '韦晓莉', passphrase)
    await app.page.getByText('一份上锁的记录').first().waitFor()
  }

  async function unlock(): Promise<void> {
    await app.page.goto(app.origin + pathname)
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByRole('textbox', { name: /手机号码/ }).waitFor()
  }

  test('is nothing that can be read, with everything attached', async () => {
    await office.sendBack(await arrival(1))
    await syncNow()
    await app.page.getByRole('link', { name: '去修改' }).click()
    await app.page.getByText('与登记表上的号码不一样').first().waitFor()
    await fillingIn(app.page).type('电子邮箱', 'xiaoli.wei@example.com')
    await fillingIn(app.page).untilSaved()
    expect(await found()).toEqual(told)
    await expect.poll(recentCodes).not.toEqual([])
    await expect.poll(isRecentOffered).toBe(true)
    // Another page has the draft open and is left amid a word: what it laid aside belongs to the record too.
    const other = await app.context.newPage()
    await other.goto(app.origin + pathname)
    await other.getByRole('textbox', { name: /手机号码/ }).waitFor()
    await lock()
    expect(await found()).toEqual([])
    expect(await recentCodes()).toEqual([])
    await other.close()
    expect(await found()).toEqual([])
  })

  test('is still there for who knows the passphrase, and stays hidden while it is open', async () => {
    await unlock()
    await app.page.getByText('与登记表上的号码不一样').first().waitFor()
    expect(await found()).toEqual([])
    // Nor is what is chosen for it now, once it is closed.
    await fillingIn(app.page).choose('政治面貌', '', '群众')
    await fillingIn(app.page).choose('民族', 'zz', '壮族')
    await expect.poll(isRecentOffered).toBe(true)
    await app.page.getByRole('button', { name: '马上锁好' }).click()
    await app.page.getByText('已锁好，要看请再输口令').waitFor()
    await app.page.getByRole('button', { name: '新建记录' }).click()
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    expect(await isRecentOffered()).toBe(false)
    expect(await recentCodes()).toEqual([])
    await unlock()
    await fillingIn(app.page).type('手机号码', '13907750009')
    await fillingIn(app.page).untilSaved()
    await generateSubmission(app)
    const second = await arrival(2)
    expect(second.content.record.basic['mobile']).toBe('13907750009')
    await app.page.goto(`${app.origin}/`)
    await app.page.getByText('一份上锁的记录').first().waitFor()
    // Sent back while nobody has it open: it waits at the server until it can go behind the lock.
    await office.sendBack(second)
    await syncNow()
    await app.page.getByRole('button', { name: '现在同步' }).waitFor()
    await unlock()
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('link', { name: '交报情况' }).first().click()
    await app.page.getByRole('button', { name: '现在同步' }).click()
    await app.page.getByRole('heading', { name: '被退回 2' }).waitFor()
    expect(await found()).toEqual([])
  })

  test('comes back whole when the lock is taken off', async () => {
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    await app.page.getByRole('button', { name: '上锁：韦晓莉', exact: true }).waitFor()
    await app.page.getByText('退回了“韦晓莉”的第 2 次报送').waitFor()
    await app.page.goto(app.origin + pathname)
    await app.page.getByText('与登记表上的号码不一样').first().waitFor()
    expect(app.complaints).toEqual([])
  })

  test('is not laid open again by a backup that was made before', async () => {
    await app.page.goto(`${app.origin}/backup`)
    await app.page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await app.page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    const { path } = await app.download(() => app.page.getByRole('button', { name: '生成备份' }).click())
    await lock()
    await app.page.goto(`${app.origin}/restore`)
    await app.page.getByLabel('选备份文件').last().setInputFiles(path)
    await app.page.getByRole('textbox', { name: '口令' }).fill(passphrase)
    await app.page.getByRole('button', { name: '打开备份' }).click()
    await app.page.getByText('这次不恢复，都保持原样').waitFor()
    await app.page.getByRole('button', { name: '开始恢复' }).click()
    await app.page.getByText('恢复完成').waitFor()
    expect(await found()).toEqual([])
  })
})

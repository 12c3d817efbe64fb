import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const colleague = { name: '覃同事', passphrase: '同事自己的口令四' } as const
const renamed = { name: '黄采集（二）', passphrase: '换过的自己的口令' } as const
let folder: string
let app: OpenedApp

const button = (name: string) => app.page.getByRole('button', { name, exact: true })
const field = (name: string) => app.page.getByLabel(name, { exact: true })
const users = () => app.page.getByRole('list', { name: '采集员' }).locator('li')
const usersShown = () => users().allTextContents()
const removal = (name: string) => button(`移除 ${name}…`)

async function unlockAs(user: string, passphrase: string): Promise<void> {
  await app.page.getByRole('heading', { name: '解锁' }).waitFor()
  await field('采集员').selectOption(user)
  await field('口令').fill(passphrase)
  await button('解锁').click()
}

async function atHomeAs(user: string, passphrase: string): Promise<void> {
  await unlockAs(user, passphrase)
  await app.page.getByRole('navigation', { name: '管理版' }).waitFor()
  await managing(app).open('本单位')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-users-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
  const file = join(folder, 'a.rpu')
  await writeFile(file, await submissionOf(anotherPerson('马小云', 42), await aSigningKey()))
  await managing(app).open('接收报送')
  await managing(app).receive([file])
  await managing(app).open('本单位')
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the clerks of a unit', () => {
  test('who is alone cannot be removed; a second one stands in the list', async () => {
    await expect.poll(usersShown).toEqual([expect.stringContaining('黄采集（您）')])
    expect(await app.page.getByRole('button', { name: /^移除/ }).count()).toBe(0)
    await field('姓名').fill(colleague.name)
    await field('口令').fill(colleague.passphrase)
    await button('增加采集员').click()
    await removal(colleague.name).waitFor()
    await expect.poll(() => users().count()).toBe(2)
  })

  test('change their own name and passphrase, and nobody does it for them', async () => {
    await button('改姓名或口令…').click()
    const dialog = app.page.getByRole('dialog', { name: '改我的姓名或口令' })
    await dialog.getByLabel('姓名', { exact: true }).fill(renamed.name)
    await dialog.getByLabel('新口令（不改口令就不填）').fill(renamed.passphrase)
    await dialog.getByLabel('再输一遍新口令').fill('换过的自己的口今')
    await dialog.getByText('两遍新口令不一样。').waitFor()
    await dialog.getByLabel('现在的口令').fill('不是这个口令呀')
    await expect.poll(() => button('修改').isDisabled()).toBe(true)
    await dialog.getByLabel('再输一遍新口令').fill(renamed.passphrase)
    await button('修改').click()
    await dialog.getByRole('alert').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByLabel('现在的口令').fill(secrets.clerk)
    await button('修改').click()
    await dialog.waitFor({ state: 'hidden' })
    await app.page.getByText(`已修改。下次解锁请选“${renamed.name}”。`).waitFor()

    await button('锁定').click()
    await unlockAs(renamed.name, secrets.clerk)
    await app.page.getByRole('alert').waitFor()
    await atHomeAs(renamed.name, renamed.passphrase)
  })

  test('whose name somebody has is not taken from them', async () => {
    await button('改姓名或口令…').click()
    const dialog = app.page.getByRole('dialog', { name: '改我的姓名或口令' })
    await dialog.getByLabel('姓名', { exact: true }).fill(colleague.name)
    await dialog.getByLabel('现在的口令').fill(renamed.passphrase)
    await button('修改').click()
    await dialog.getByText(`已经有叫“${colleague.name}”的采集员`).waitFor()
    await dialog.getByRole('button', { name: '取消' }).click()
    await expect
      .poll(usersShown)
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining(`${renamed.name}（您）`),
          expect.stringContaining(colleague.name),
        ]),
      )
  })

  test('are removed by a colleague, who reads first what that means; what they did stays under their name', async () => {
    const { page } = app
    await button('锁定').click()
    await atHomeAs(colleague.name, colleague.passphrase)
    await managing(app).open('检查')
    await managing(app).openCase('马小云')
    await page.getByRole('checkbox', { name: '电子邮箱正确' }).check()
    // Written before the store is locked.
    await page.getByText('审核记录', { exact: true }).click()
    await page.locator('.case-trail li').filter({ hasText: '电子邮箱正确' }).waitFor()
    await button('锁定').click()
    await atHomeAs(renamed.name, renamed.passphrase)

    await removal(colleague.name).click()
    const dialog = page.getByRole('dialog', { name: `移除采集员 ${colleague.name}` })
    await dialog.getByText('整库备份和单位密钥文件各有自己的口令').waitFor()
    await dialog.getByText('移除之前从这台电脑复制走的浏览器数据').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await button('取消').click()
    await expect.poll(() => users().count()).toBe(2)
    await removal(colleague.name).click()
    await button('移除').click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`${colleague.name} 的口令已经打不开这里的数据。`).waitFor()
    await expect.poll(() => users().count()).toBe(1)

    await managing(app).open('检查')
    await managing(app).openCase('马小云')
    await page.getByText('审核记录', { exact: true }).click()
    const trail = () => page.locator('.case-trail').textContent()
    await expect.poll(trail).toContain(colleague.name)
    await button('锁定').click()
    await page.getByRole('heading', { name: '解锁' }).waitFor()
    const options = () => page.evaluate(() => [...document.querySelectorAll('option')].map(({ value }) => value))
    await expect.poll(options).toEqual([renamed.name])
    expect(app.complaints).toEqual([])
  })

  test('are followed by every page that stands open; who was removed there adds nobody any more', async () => {
    const { page } = app
    await atHomeAs(renamed.name, renamed.passphrase)
    await field('姓名').fill(colleague.name)
    await field('口令').fill(colleague.passphrase)
    await button('增加采集员').click()
    await removal(colleague.name).waitFor()

    const other = await app.context.newPage()
    await other.goto(`${app.origin}/unit`)
    await other.getByRole('heading', { name: '解锁' }).waitFor()
    await other.getByLabel('采集员', { exact: true }).selectOption(colleague.name)
    await other.getByLabel('口令', { exact: true }).fill(colleague.passphrase)
    await other.getByRole('button', { name: '解锁', exact: true }).click()
    const there = () => other.getByRole('list', { name: '采集员' }).locator('li').allTextContents()
    await expect.poll(there).toHaveLength(2)

    await button('改姓名或口令…').click()
    const dialog = page.getByRole('dialog', { name: '改我的姓名或口令' })
    await dialog.getByLabel('姓名', { exact: true }).fill('黄老师')
    await dialog.getByLabel('现在的口令').fill(renamed.passphrase)
    await button('修改').click()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(there).toEqual(expect.arrayContaining([expect.stringContaining('黄老师')]))

    await removal(colleague.name).click()
    await button('移除').click()
    await expect.poll(there).toEqual([expect.stringContaining('黄老师')])
    await other.getByLabel('姓名', { exact: true }).fill('陆新来')
    await other.getByLabel('口令', { exact: true }).fill('新来的自己的口令五')
    await other.getByRole('button', { name: '增加采集员' }).click()
    await other.getByText(`“${colleague.name}”的口令已经打不开这里的数据`).waitFor()
    expect(await findAxeViolations(other)).toEqual([])
    await expect.poll(usersShown).toEqual([expect.stringContaining('黄老师（您）')])

    await button('锁定').click()
    await page.getByRole('heading', { name: '解锁' }).waitFor()
    await other.getByRole('button', { name: '锁定', exact: true }).click()
    await other.getByRole('heading', { name: '解锁' }).waitFor()
    const options = () => other.evaluate(() => [...document.querySelectorAll('option')].map(({ value }) => value))
    await expect.poll(options).toEqual(['黄老师'])
    await other.close()
  })

  test('go by their new name in every page where they are at work themselves', async () => {
    const { page } = app
    await atHomeAs('黄老师', renamed.passphrase)
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/unit`)
    await other.getByRole('heading', { name: '解锁' }).waitFor()
    await other.getByLabel('口令', { exact: true }).fill(renamed.passphrase)
    await other.getByRole('button', { name: '解锁', exact: true }).click()
    await other.getByRole('navigation', { name: '管理版' }).waitFor()
    await button('改姓名或口令…').click()
    const dialog = page.getByRole('dialog', { name: '改我的姓名或口令' })
    await dialog.getByLabel('姓名', { exact: true }).fill('黄晓')
    await dialog.getByLabel('现在的口令').fill(renamed.passphrase)
    await button('修改').click()
    await dialog.waitFor({ state: 'hidden' })
    const there = other.getByRole('list', { name: '采集员' }).locator('li')
    await expect.poll(() => there.allTextContents()).toEqual([expect.stringContaining('黄晓（您）')])
    // Still the same clerk: what that page does is done under the new name, and it may add somebody.
    await other.getByLabel('姓名', { exact: true }).fill('陆新来')
    await other.getByLabel('口令', { exact: true }).fill('新来的自己的口令五')
    await other.getByRole('button', { name: '增加采集员' }).click()
    await expect.poll(() => there.count()).toBe(2)
    await expect.poll(() => users().count()).toBe(2)
    await other.close()
    expect(app.complaints).toEqual([])
  })
})

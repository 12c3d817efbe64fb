import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keyboardPerson } from '#tests/support/keyboard.ts'
import { secrets } from '#tests/support/managing.ts'

let app: OpenedApp
beforeAll(async () => {
  app = await openApp({ path: '/unit' })
  app.page.setDefaultTimeout(20_000)
})
afterAll(() => app.close())

const field = (name: string) => app.page.getByLabel(name, { exact: true })
const submit = () => app.page.getByRole('button', { name: '建立单位' })
const doubts = () => app.page.getByRole('group', { name: '请再核对' })

describe('what of a unit cannot be changed later', () => {
  test('has no blanks in its name, and is looked at once more where it is unusual', async () => {
    const secretFields = ['第 1 位保管人的口令', '第 2 位保管人的口令', '解锁口令'] as const
    await field('单位全称（与公章一致）').fill('北流市 第一中学 ')
    await field('组织机构代码').fill('123')
    await field('行政区划代码（6 位）').fill('459999')
    await field(secretFields[0]).fill(secrets.officer1)
    await field(secretFields[1]).fill(secrets.officer2)
    await field('您的姓名').first().fill('黄采集')
    await field(secretFields[2]).first().fill(secrets.clerk)
    expect(await field('单位全称（与公章一致）').inputValue()).toBe('北流市第一中学')
    await submit().click()
    await doubts().getByText('现在是 3 位').waitFor()
    await doubts().getByText('没有行政区划 459999').waitFor()
    await submit().click()
    expect(await app.page.getByRole('navigation', { name: '管理版' }).isVisible()).toBe(false)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('says what a code stands for, and shows the passphrases to be compared', async () => {
    await field('行政区划代码（6 位）').fill('450981')
    await app.page.getByText('玉林市 北流市').waitFor()
    await app.page.getByLabel('显示口令，核对一遍').check()
    await expect.poll(() => field('第 1 位保管人的口令').getAttribute('type')).toBe('text')
    await app.page.getByLabel('显示口令，核对一遍').uncheck()
    await expect.poll(() => field('第 1 位保管人的口令').getAttribute('type')).toBe('password')
    await submit().click()
    await doubts().getByText('459999').waitFor({ state: 'detached' })
    await doubts().getByLabel('已与公章和证书核对，照这样建立').check()
    await submit().click()
    await app.page.getByRole('heading', { level: 1, name: '北流市第一中学' }).waitFor()
    await app.page.getByRole('button', { name: '锁定' }).click()
    await expect.poll(() => keyboardPerson(app.page).focused()).toBe('口令')
    await app.page.keyboard.type(secrets.clerk)
    await app.page.keyboard.press('Enter')
    await app.page.getByRole('navigation', { name: '管理版' }).waitFor()
    expect(app.complaints).toEqual([])
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSpellName } from '#core/characters/name-sounds.ts'
import { compileNameSounds } from '#core/scheme/compile/name-sounds.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { writeSyntheticPack } from '#tests/support/synthetic/pack-file.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const people = 80
const spell = makeSpellName(compileNameSounds())
let folder: string
let app: OpenedApp

const list = () => app.page.getByRole('region', { name: '人员列表' })
const view = (name: string | RegExp) =>
  app.page.getByRole('list', { name: '视图' }).getByRole('button', { name, exact: typeof name === 'string' })
const viewNames = () => app.page.getByRole('list', { name: '视图' }).getByRole('button').allTextContents()
const state = (name: RegExp) => app.page.getByRole('list', { name: '状态' }).getByRole('button', { name })
const namesShown = () => list().locator('.name').allTextContents()

const isFalling = (texts: readonly string[]): boolean =>
  texts.length > 0 && texts.join() === [...texts].sort().reverse().join()

async function saveAs(name: string): Promise<void> {
  await app.page.getByRole('button', { name: '保存视图…' }).click()
  await app.page.getByLabel('视图名称').fill(name)
  await app.page.keyboard.press('Enter')
  await app.page.getByText(`视图“${name}”已保存。`).waitFor()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-views-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aBureau)
  const pack = join(folder, '1.rpz')
  await writeSyntheticPack(pack, people, aUnit)
  await managing(app).open('接收报送')
  await managing(app).receive([pack])
  await managing(app).open('检查')
  await app.page.getByRole('button', { name: /^通过全部无问题的/ }).click()
  await app.page.getByText(/已通过 \d+ 人。/).waitFor()
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('views of the list', () => {
  test('keep filter, order and columns under a name, and show how many people are in them', async () => {
    await state(/^已接收/).click()
    await list().getByRole('button', { name: '按身份证号排序' }).click()
    await list().getByRole('button', { name: '身份证号，升序' }).click()
    await list().getByRole('button', { name: '身份证号，降序' }).waitFor()
    await app.page.getByText('栏目', { exact: true }).first().click()
    await app.page.getByRole('checkbox', { name: '单位', exact: true }).uncheck()
    await app.page.getByRole('checkbox', { name: '出生日期' }).check()
    await app.page.getByText('栏目', { exact: true }).first().click()
    const numbersShown = () => list().locator('.idNumber').allTextContents()
    await expect.poll(async () => isFalling(await numbersShown())).toBe(true)
    const numbers = await numbersShown()
    await saveAs('待检查')
    await view(new RegExp(`^待检查，${numbers.length} 人$`)).waitFor()
    await view(/^全部/).click()
    await list().getByRole('button', { name: '按出生日期排序' }).waitFor({ state: 'detached' })
    await state(/^通过/).click()
    await saveAs('已通过')
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('are shown by a click or by their number on the keyboard', async () => {
    await app.page.locator('body').press('1')
    await list().getByRole('button', { name: '身份证号，降序' }).waitFor()
    await list().getByRole('button', { name: '按出生日期排序' }).waitFor()
    await expect.poll(() => view(/^待检查/).getAttribute('aria-pressed')).toBe('true')
    await app.page.locator('body').press('0')
    await app.page.locator('.above').getByText(`${people} 人`, { exact: true }).waitFor()
    await view(/^已通过/).click()
    await expect.poll(() => view(/^已通过/).getAttribute('aria-pressed')).toBe('true')
  })

  test('stay as they are when a number is pressed in a dialog', async () => {
    await app.page.getByRole('button', { name: '管理视图…' }).click()
    const close = app.page.getByRole('dialog').getByRole('button', { name: '关闭' })
    await close.press('1')
    await close.click()
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await view(/^已通过/).getAttribute('aria-pressed')).toBe('true')
  })

  test('take over what was changed since, are renamed, moved and deleted', async () => {
    await list().getByRole('button', { name: '姓名，升序' }).click()
    await app.page.getByRole('button', { name: '更新“已通过”' }).click()
    await app.page.getByRole('button', { name: '更新“已通过”' }).waitFor({ state: 'detached' })
    await app.page.getByRole('button', { name: '管理视图…' }).click()
    const dialog = app.page.getByRole('dialog')
    // By keys: Firefox says nothing of a change that a script made.
    await dialog.getByLabel('“已通过”的名称').fill('')
    await dialog.getByLabel('“已通过”的名称').pressSequentially('通过的人')
    await dialog.getByLabel('“已通过”的名称').press('Tab')
    await dialog.getByRole('button', { name: '通过的人 前移' }).click()
    await dialog.getByRole('button', { name: '通过的人 前移' }).and(dialog.locator(':disabled')).waitFor()
    await dialog.getByRole('button', { name: '删除视图 通过的人' }).click()
    await dialog.getByText('视图“通过的人”已删除。').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByRole('button', { name: '撤销' }).click()
    await dialog.getByLabel('“通过的人”的名称').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).click()
    const names = async () => (await viewNames()).map((text) => text.trim().split(/\s/)[0])
    await expect.poll(names).toEqual(['全部', '通过的人', '待检查'])
  })

  test('survive a reload, sealed with the store', async () => {
    await app.page.reload()
    await managing(app).unlock()
    await managing(app).open('检查')
    await view(/^通过的人/).click()
    await list().getByRole('button', { name: '姓名，降序' }).waitFor()
    const stored = await app.page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('caibao-unit')
        opening.addEventListener('success', () => resolve(opening.result))
      })
      const rows = database.transaction('kept').objectStore('kept').getAll()
      const all = await new Promise<unknown[]>((resolve) =>
        rows.addEventListener('success', () => resolve(rows.result)),
      )
      database.close()
      return JSON.stringify(all)
    })
    expect(stored).not.toContain('通过的人')
    await app.page.getByRole('button', { name: '管理视图…' }).click()
    await app.page.getByRole('dialog').getByRole('button', { name: '删除视图 通过的人' }).click()
    await view(/^通过的人/).waitFor({ state: 'detached' })
    await app.page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    await view(/^全部/).click()
  })

  test('hold the sheet, the unit and the initials that were asked for, and bring them back', async () => {
    const { page } = app
    const [sheet, unit] = ['有问题的表', '单位'].map((name) => page.getByRole('combobox', { name, exact: true }))
    const search = page.getByLabel('姓名或身份证号')
    if (!sheet || !unit) throw new Error('two selects')
    const asked = () => Promise.all([sheet, unit, search].map((field) => field.inputValue()))
    const found = (count: number) => page.locator('.above').getByText(`${count} 人`, { exact: true }).waitFor()
    await sheet.selectOption(await sheet.locator('option').nth(1).getAttribute('value'))
    const chosen = (await sheet.locator('option:checked').textContent()) ?? ''
    const withProblems = Number(/（(\d+) 人）/.exec(chosen)?.[1])
    expect(withProblems).toBeLessThan(people)
    await found(withProblems)
    const employer = (await list().locator('.employer').first().textContent()) ?? ''
    await unit.selectOption(employer)
    await expect.poll(async () => [...new Set(await list().locator('.employer').allTextContents())]).toEqual([employer])
    const [name = ''] = await namesShown()
    const initials = Array.from(spell(name), (sound) => sound.slice(0, 1)).join('')
    await search.fill(initials)
    await expect.poll(namesShown).toEqual([name])
    const now = await asked()
    expect(now.slice(1)).toEqual([employer, initials])
    await saveAs('要核对的')
    await view(/^全部/).click()
    await found(people)
    expect(await asked()).toEqual(['', '', ''])
    await view('要核对的，1 人').click()
    await expect.poll(namesShown).toEqual([name])
    expect(await asked()).toEqual(now)
    await view(/^全部/).click()
  })
})

describe('picking people by hand', () => {
  const box = (at: number) => list().locator('li').nth(at).getByRole('checkbox')
  const picked = (count: number) => app.page.getByText(`已选 ${count} 人`, { exact: true })

  test('goes one by one, by ranges with Shift, and along with the arrows', async () => {
    await box(1).click()
    await picked(1).waitFor()
    await box(4).click({ modifiers: ['Shift'] })
    await picked(4).waitFor()
    await box(4).focus()
    for (let step = 1; step <= 3; step += 1) {
      await app.page.keyboard.press('Shift+ArrowDown')
      await picked(4 + step).waitFor()
    }
    await app.page.keyboard.press('ArrowDown')
    await app.page.keyboard.press('Space')
    await picked(8).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('goes with a key for the person that is open', async () => {
    const [first = ''] = await namesShown()
    await list().getByRole('link').first().click()
    await app.page.getByRole('heading', { level: 1, name: first }).waitFor()
    await app.page.keyboard.press('x')
    await picked(9).waitFor()
    await app.page.keyboard.press('x')
    await picked(8).waitFor()
    await managing(app).open('检查')
    await expect.poll(() => list().locator('.picked').count()).toBe(8)
  })

  test('takes all that a filter leaves, and keeps those picked before', async () => {
    await app.page.getByRole('button', { name: '取消选择' }).click()
    await box(0).click()
    await list().getByRole('link').first().focus()
    await app.page.keyboard.press('Escape')
    await picked(1).waitFor({ state: 'detached' })
    await app.page.keyboard.press('Control+a')
    await picked(people).waitFor()
    await app.page.getByRole('button', { name: '取消选择' }).click()
    await state(/^通过/).click()
    const found = async () => Number.parseInt((await app.page.locator('.above .found').textContent()) ?? '', 10)
    await expect.poll(found).toBeLessThan(people)
    const passed = await found()
    await list().getByRole('checkbox', { name: '选择列出的全部' }).click()
    await picked(passed).waitFor()
    await state(/^已接收/).click()
    await picked(passed).waitFor()
    expect(app.complaints).toEqual([])
  })
})

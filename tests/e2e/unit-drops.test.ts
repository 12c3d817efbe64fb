import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signTask } from '#core/task/sign-task.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type DroppedFile, dropFile, dropTaken, offersToOpen } from '#tests/support/drop-file.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent, aUnit, someUnitKeys } from '#tests/support/units.ts'

describe('a file dropped onto the pages of a unit', () => {
  let app: OpenedApp
  const fileOf = async (person: string, seed: number, name: string): Promise<DroppedFile> => ({
    name,
    text: await submissionOf(anotherPerson(person, seed), await aSigningKey()),
  })
  const pathOf = (): string => new URL(app.page.url()).pathname

  beforeAll(async () => {
    app = await openApp({ path: '/unit' })
    await managing(app).setUp(aUnit)
  })
  afterAll(() => app.close())

  const received = async (person: string): Promise<void> => {
    await app.page.getByRole('region', { name: '结果' }).getByRole('link', { name: person }).waitFor()
    await app.page.getByText('接收完成').waitFor()
  }

  test('goes to 接收报送 and is received', async () => {
    await managing(app).open('检查')
    await dropTaken(app.page, await fileOf('陆秋燕', 41, '陆秋燕.rpu'))
    await received('陆秋燕')
    expect(pathOf()).toBe('/unit/receive')
  })

  test('is received wherever it falls on 接收报送, whatever it is called', async () => {
    await managing(app).open('接收报送')
    await dropTaken(app.page, await fileOf('马小云', 42, '新建文件 (2)'), 'main h1')
    await received('马小云')
    expect(pathOf()).toBe('/unit/receive')
  })

  test('is named when it is for the person who fills in, and those beside it are received', async () => {
    const { signing } = await someUnitKeys()
    await managing(app).open('接收报送')
    await dropTaken(app.page, { name: '采集任务.task', text: await signTask(aTaskContent(), signing) }, 'main h1')
    await app.page.getByRole('region', { name: '结果' }).getByText('这是采集任务，是给填报人的').waitFor()
    await dropTaken(app.page, await fileOf('韦小莉', 47, '韦小莉.rpu'))
    await received('韦小莉')
    expect(pathOf()).toBe('/unit/receive')
  })

  describe('while a dialog is open', () => {
    const typed = '请与原件核对'
    const dialog = () => app.page.getByRole('dialog', { name: '退回 陆秋燕' })
    const note = () => app.page.getByRole('dialog', { name: '文件已收到' })
    const text = () => dialog().getByLabel('说明（可不填）')

    beforeEach(async () => {
      await managing(app).open('检查')
      await managing(app).openCase('陆秋燕')
      await app.page.keyboard.press('r')
      await text().fill(typed)
    })

    test('waits, says so, and takes nothing of what was typed away', async () => {
      const { page } = app
      const at = pathOf()
      expect(await dropFile(page, await fileOf('黄莉', 43, '黄莉.rpu'), 'dialog[open]')).toBe(true)
      await note().getByText('关掉它以后，就打开“黄莉.rpu”。').waitFor()
      expect(await findAxeViolations(page)).toEqual([])
      expect(await dropFile(page, await fileOf('莫春花', 46, '莫春花.rpu'), 'dialog[open]')).toBe(true)
      await note().getByText('关掉它以后，就打开“黄莉.rpu”、“莫春花.rpu”。').waitFor()
      // The key of somebody who goes on typing gives nothing up.
      await page.keyboard.press('Space')
      await note().waitFor({ state: 'hidden' })
      expect(await text().inputValue()).toBe(typed)
      expect(pathOf()).toBe(at)
      await dialog().getByRole('button', { name: '取消' }).click()
      await received('黄莉')
      await received('莫春花')
      expect(pathOf()).toBe('/unit/receive')
    })

    test('is not offered to be opened behind it', async () => {
      const { page } = app
      expect(await offersToOpen(page, 'dialog[open]')).toBe(false)
      await dialog().getByRole('button', { name: '取消' }).click()
      await dialog().waitFor({ state: 'hidden' })
      await expect.poll(() => offersToOpen(page, 'main')).toBe(true)
    })

    test('is given up when the person wants that', async () => {
      const { page } = app
      const at = pathOf()
      expect(await dropFile(page, await fileOf('梁静', 44, '梁静.rpu'), 'dialog[open]')).toBe(true)
      await note().getByRole('button', { name: '不打开这个文件' }).click()
      expect(await text().inputValue()).toBe(typed)
      await dialog().getByRole('button', { name: '取消' }).click()
      await dialog().waitFor({ state: 'hidden' })
      // The next one is taken at once, and is the only one.
      await dropTaken(page, await fileOf('覃海', 45, '覃海.rpu'))
      await received('覃海')
      expect(at).not.toBe(pathOf())
      expect(await page.getByRole('region', { name: '结果' }).getByText('梁静').count()).toBe(0)
    })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databasesAtRest } from '#tests/support/at-rest.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { movesMouse } from '#tests/support/engine.ts'
import { keyboardPerson } from '#tests/support/keyboard.ts'
import { type Managing, managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
let app: OpenedApp
let clerk: Managing

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-dialogs-'))
  const people = [anotherPerson('马小云', 1, { mobile: '123' }), anotherPerson('陆秋燕', 2), anotherPerson('莫丽娟', 3)]
  const files = await Promise.all(
    people.map(async (person, at) => {
      const file = join(folder, `${at}.rpu`)
      await writeFile(file, await submissionOf(person, await aSigningKey()))
      return file
    }),
  )
  app = await openApp({ path: '/unit' })
  clerk = managing(app)
  await clerk.setUp(aUnit)
  await clerk.open('接收报送')
  await clerk.receive(files)
  await clerk.open('检查')
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

const press = (name: string) => app.page.getByRole('button', { name, exact: true }).click()
const dialog = () => app.page.getByRole('dialog')

/** Places of what is half typed, as they lie in the store: what was typed last is written a moment later. */
async function keptUnfinished(): Promise<readonly string[]> {
  const kept = (await databasesAtRest(app.page))['caibao-unit']?.['kept'] ?? []
  return kept.map((row) => JSON.stringify(row)).filter((row) => row.includes('"unfinished"'))
}

/** Marks the text of a field with the mouse, letting go far beside the dialog, and presses there once more. */
async function slipOutOf(label: string): Promise<void> {
  if (!movesMouse) return
  const box = await dialog().getByLabel(label).boundingBox()
  if (!box) throw new Error(`${label} is not to be seen`)
  const { mouse } = app.page
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await mouse.down()
  await mouse.move(5, box.y + box.height / 2, { steps: 4 })
  await mouse.up()
  await mouse.click(5, box.y)
}

describe('what a clerk types into a dialog', () => {
  test('a return slip outlives a slip of the mouse and Escape; 取消 begins anew', async () => {
    await clerk.openCase('马小云')
    await press('退回')
    const text = dialog().getByLabel('说明（可不填）')
    await text.fill('少了几位，请补全')
    await slipOutOf('说明（可不填）')
    expect(await text.inputValue()).toBe('少了几位，请补全')
    await app.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await press('退回')
    await expect.poll(() => text.inputValue()).toBe('少了几位，请补全')
    await press('取消')
    await press('退回')
    expect(await text.inputValue()).toBe('')
    await press('取消')
  })

  test('a correction outlives them too, is made with Enter, and is begun anew afterwards', async () => {
    await press('修改')
    await dialog().getByLabel('手机号码').fill('13907750011')
    await dialog().getByLabel('修改原因').fill('与本人电话核对')
    await slipOutOf('修改原因')
    await app.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await press('修改')
    await expect.poll(() => dialog().getByLabel('手机号码').inputValue()).toBe('13907750011')
    await dialog().getByLabel('修改原因').press('Enter')
    await app.page.getByText('单位修改过 1 处').waitFor()
    await press('修改')
    expect(await dialog().getByLabel('修改原因').inputValue()).toBe('')
    await press('取消')
  })

  test('a reason that is too long is cut where it is typed, says so, and the case opens again', async () => {
    await clerk.openCase('马小云')
    await press('修改')
    await dialog().getByLabel('栏目').selectOption('basic.mobile')
    await dialog().getByLabel('手机号码').fill('13907750012')
    await dialog().getByLabel('修改原因').fill('按原件更正。'.repeat(100))
    await dialog().getByText('最多 500 个字，还可以写 0 个。').waitFor()
    await press('修改并签名')
    await app.page.getByText('单位修改过 2 处').waitFor()
    await app.page.reload()
    await clerk.unlock()
    await app.page.getByText('单位修改过 2 处').waitFor()
    await app.page.getByText('审核记录', { exact: true }).click()
    const step = app.page.locator('.case-trail li').filter({ hasText: '按原件更正' })
    await expect.poll(() => step.textContent()).toContain('按原件更正。'.repeat(83))
  })

  test('is of this person alone', async () => {
    await press('搁置')
    await dialog().getByLabel('原因').fill('等原件')
    await app.page.keyboard.press('Escape')
    await clerk.openCase('陆秋燕')
    await press('搁置')
    expect(await dialog().getByLabel('原因').inputValue()).toBe('')
    await dialog().getByLabel('原因').fill('已调走')
    await app.page.keyboard.press('Enter')
    await app.page.getByRole('button', { name: '取回' }).waitFor()
  })

  test('waits for who comes back to this person, also from behind the lock', async () => {
    await clerk.openCase('马小云')
    await press('搁置')
    await expect.poll(() => dialog().getByLabel('原因').inputValue()).toBe('等原件')
    await press('取消')
    await press('退回')
    await dialog().getByLabel('说明（可不填）').fill('少了几位，请本人补全')
    await dialog().getByLabel('原因').selectOption('missing')
    await app.page.keyboard.press('Escape')
    await press('锁定')
    await clerk.unlock()
    await clerk.openCase('马小云')
    await press('修改')
    await dialog().getByLabel('修改原因').fill('与本人电话核对过')
    await expect.poll(keptUnfinished).toContainEqual(expect.stringContaining(' correct '))
    await app.page.reload()
    await clerk.unlock()
    await clerk.openCase('马小云')
    await press('修改')
    await expect.poll(() => dialog().getByLabel('修改原因').inputValue()).toBe('与本人电话核对过')
    await press('取消')
    await press('退回')
    await expect.poll(() => dialog().getByLabel('说明（可不填）').inputValue()).toBe('少了几位，请本人补全')
    await expect.poll(() => dialog().getByLabel('原因').inputValue()).toBe('missing')
    await press('取消')
    await press('退回')
    expect(await dialog().getByLabel('说明（可不填）').inputValue()).toBe('')
    await press('取消')
  })

  test('says so where the person’s submission is another by then', async () => {
    await clerk.openCase('马小云')
    await press('退回')
    await dialog().getByLabel('说明（可不填）').fill('请附证书')
    await app.page.keyboard.press('Escape')
    await press('修改')
    await dialog().getByLabel('栏目').selectOption('basic.mobile')
    await dialog().getByLabel('手机号码').fill('13907750013')
    await dialog().getByLabel('修改原因').fill('与本人核对')
    await press('修改并签名')
    await app.page.getByText('单位修改过 3 处').waitFor()
    await press('退回')
    await dialog().getByText('这是看着较早的一次报送写的').waitFor()
    await expect.poll(() => dialog().getByLabel('说明（可不填）').inputValue()).toBe('请附证书')
    await press('取消')
  })

  test('keys go on after a button that is gone once it was pressed', async () => {
    await clerk.openCase('莫丽娟')
    const person = keyboardPerson(app.page)
    for (const name of ['以上均已核对', '通过']) {
      await app.page.getByRole('button', { name, exact: true }).focus()
      await app.page.keyboard.press('Enter')
      await app.page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' })
      await expect.poll(() => person.focused()).not.toBe('')
    }
  })

  test('of what was done nothing stands on the screen once the store is locked', async () => {
    await app.page.getByText('莫丽娟 已通过。').waitFor()
    await press('锁定')
    await app.page.getByRole('heading', { name: '解锁' }).waitFor()
    expect(await app.page.getByText('莫丽娟').count()).toBe(0)
    expect(app.complaints).toEqual([])
  })
})

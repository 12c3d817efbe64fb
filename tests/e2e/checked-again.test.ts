import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { anUpdate, askingFor } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
const settled = { address: '北流市城南路 1 号', employer: aUnit.name }

describe('people received before an update that asks for more', () => {
  let folder: string
  let app: OpenedApp
  /** A tab that was open before the update, and goes on with the rules it was opened with. */
  let earlier: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-again-'))
    app = await openApp({ path: '/unit' })
    await managing(app).setUp(aUnit)
  }, 120_000)
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const clerk = () => managing(app)
  const note = () => app.page.getByRole('region', { name: '按现在的规则重新检查' })

  async function receive(people: readonly (readonly [name: string, position: number, basic: object])[]): Promise<void> {
    const files = await Promise.all(
      people.map(async ([name, position, basic]) => {
        const file = join(folder, `${name}.rpu`)
        const person = anotherPerson(name, position, { employer: aUnit.name, ...basic })
        await writeFile(file, await submissionOf(person, await aSigningKey()))
        return file
      }),
    )
    await clerk().open('接收报送')
    await clerk().receive(files)
  }

  async function compare(name: string): Promise<void> {
    await clerk().open('检查')
    await clerk().openCase(name)
    await button(app.page, '以上均已核对').click()
    await button(app.page, '以上均已核对').waitFor({ state: 'detached' })
  }

  /** Looks at the list alone, without anybody on the desk. */
  async function seeList(page: Page): Promise<void> {
    await page.goto(`${app.origin}/unit/cases`)
    await page.getByLabel('口令').fill(secrets.clerk)
    await button(page, '解锁').click()
    await page.getByRole('region', { name: '人员列表' }).waitFor()
  }

  test('could be passed together by the rules of the day they came', async () => {
    const { page } = app
    await receive([
      ['韦全新', 1, settled],
      ['陆缺址', 2, {}],
      ['莫已过', 3, {}],
    ])
    await clerk().pass('莫已过')
    await compare('韦全新')
    await compare('陆缺址')
    await button(page, '通过全部无问题的（2 人）').waitFor()
    earlier = await app.context.newPage()
    await seeList(earlier)
    await expect.poll(() => button(earlier, '通过全部无问题的（2 人）').count()).toBe(1)
  })

  test('are not passed by a page that still works with the rules before, which says so', async () => {
    const { page } = app
    const text = await publishScheme(
      await anUpdate(await compiledBundle(), [askingFor('address')]),
      said,
      await aSigningKey(),
    )
    await page.goto(`${app.origin}/about/codes`)
    await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
    await button(page, '核对无误，装入').click()
    await button(page, '现在刷新').waitFor()
    await button(earlier, '通过全部无问题的（2 人）').click()
    await earlier.getByText('采集方案已经换过，这一页还在用 2012.1 版').waitFor()
    expect(await earlier.getByText('已通过 2 人。').count()).toBe(0)
    await earlier.close()
    await button(page, '现在刷新').click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
  })

  test('are checked again when the store is opened, and only whom the new rules let through is passed', async () => {
    const { page } = app
    await seeList(page)
    await note().getByText('有 1 个已通过的人按现在的规则有必改的问题，处理之前不能上报。').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await button(page, '通过全部无问题的（1 人）').click()
    await page.getByText('已通过 1 人。').waitFor()
    const inState = (name: string) => page.locator('.case-list-row').filter({ hasText: name }).textContent()
    await expect.poll(() => inState('韦全新')).toContain('通过')
    await expect.poll(() => inState('陆缺址')).toContain('检查中')
  })

  test('who passed before is marked, goes up with nobody, and is settled by the unit', async () => {
    const { page } = app
    await clerk().open('上报')
    await page.getByRole('checkbox', { name: '只上报已通过的人，其余以后再报' }).check()
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await button(page, '上报 2 人').click()
    await page.getByText('有 1 个已通过的人按现在的规则有必改的问题（莫已过），没有上报。').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await note().getByRole('button', { name: '看这 1 人' }).click()
    await page.getByText('已通过，按现在的规则有必改', { exact: true }).waitFor()
    await page.getByText('1 人', { exact: true }).waitFor()
    await clerk().openCase('莫已过')
    await page.getByText('这一栏从今年起必须填写。').waitFor()
    await button(page, '重新检查').click()
    await page.getByRole('dialog').getByLabel('原因').fill('按 2012.2 版补通讯地址')
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await note().waitFor({ state: 'detached' })
    await clerk().open('上报')
    await page.getByText('可上报 1 人').waitFor()
  })
})

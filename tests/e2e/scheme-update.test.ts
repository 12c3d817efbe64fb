import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { tablesOfApp } from '#core/scheme/tables-of-app.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chineseOn } from '#tests/support/chinese-on.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { canRunFirst } from '#tests/support/engine.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

async function open(page: Page, text: string): Promise<void> {
  await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
}

describe('the code tables', () => {
  let app: OpenedApp
  let bundle: SchemeBundle
  let update: string
  beforeAll(async () => {
    app = await openApp({ path: '/about/codes' })
    bundle = await compiledBundle()
    update = await publishScheme(await anUpdate(bundle), said, await aSigningKey())
  })
  afterAll(() => app.close())

  const shownDigest = () =>
    app.page.evaluate(() => {
      const term = [...document.querySelectorAll('dt')].find((each) => each.textContent === '方案校验码')
      return term?.nextElementSibling?.textContent
    })

  test('say where they come from and can be looked through', async () => {
    const { page } = app
    await page.getByText('2012.1 版（随软件自带）').waitFor()
    await expect.poll(shownDigest).toBe(formatDigest(bundle.manifest.digest))
    const grades = page.getByRole('listitem').filter({ hasText: '奖励等级（等次）' })
    expect(await grades.innerText()).toContain('自编')
    await grades.getByRole('button', { name: /查看内容/ }).click()
    await grades.getByRole('searchbox').fill('一等')
    await grades.getByRole('cell', { name: '一等奖' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await grades.getByRole('searchbox').fill('谁也没写过')
    await grades.getByText('没有找到').waitFor()
    expect(await grades.getByRole('columnheader').count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('say of each table its source, and whether it follows a standard or was made up', async () => {
    const { page } = app
    const marks = { no: '照标准', partly: '部分自编', yes: '自编' } as const
    const expected = tablesOfApp(bundle).flatMap((id) => {
      const table = bundle.tables[id]
      return table ? [{ title: table.title, mark: marks[table.constructed], source: table.source }] : []
    })
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('main li:has(h3)')].map((item) => {
        const textOf = (selector: string): string => item.querySelector(selector)?.textContent?.trim() ?? ''
        return { title: textOf('h3'), mark: textOf('.mark'), source: textOf('.source') }
      }),
    )
    expect(shown).toEqual(expected)
    expect(new Set(shown.map(({ mark }) => mark))).toEqual(new Set(Object.values(marks)))
    expect(shown.filter(({ source }) => source === '')).toEqual([])
  })

  test('are updated by a signed file, once the publisher was compared', async () => {
    const { page } = app
    await page.evaluate(() => localStorage.setItem('caibao.language', 'en'))
    await page.reload()
    const file = { name: '更新.scheme', text: update }
    await chooseFiles(page, page.getByRole('button', { name: 'Open an update file…' }), [file])
    await page.getByRole('region', { name: /2012\.2/ }).waitFor()
    expect(await chineseOn(page, [said.publisher])).toEqual([])
    await page.evaluate(() => localStorage.removeItem('caibao.language'))
    await page.reload()
    await open(page, update)
    const offer = page.getByRole('region', { name: '方案更新 2012.2 版' })
    await offer.getByText('奖励等级（等次）：新增 1 项，不再选用 0 项').waitFor()
    await offer.getByText('第一次装入').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await offer.getByRole('button', { name: '核对无误，装入' }).click()
    await page.getByRole('button', { name: '现在刷新' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '现在刷新' }).click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    const updated = formatDigest((await anUpdate(bundle)).manifest.digest)
    await expect.poll(shownDigest).toBe(updated)
    expect(updated).not.toBe(formatDigest(bundle.manifest.digest))
    await page.getByRole('listitem').filter({ hasText: '奖励等级（等次）' }).getByRole('button').click()
    await page.getByRole('searchbox').fill('特别贡献')
    await expect.poll(() => page.getByRole('cell', { name: '特别贡献奖' }).count()).toBe(1)
  })

  test.runIf(canRunFirst)('are not silently the older ones where the database cannot be read', async () => {
    const { page } = app
    await page.evaluate(() => sessionStorage.setItem('unread', 'yes'))
    await page.addInitScript(() => {
      if (sessionStorage.getItem('unread') !== 'yes') return
      const fail = () => {
        throw new DOMException('not now', 'UnknownError')
      }
      Reflect.set(IDBObjectStore.prototype, 'get', fail)
    })
    await page.reload()
    await page.getByRole('heading', { name: '装过的采集方案现在读不出来' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '先用软件自带的方案' }).click()
    await page.getByText('2012.1 版（随软件自带）').waitFor()
    await page.goto(`${app.origin}/about/codes`)
    await page.getByRole('heading', { name: '装过的采集方案现在读不出来' }).waitFor()
    await page.evaluate(() => sessionStorage.removeItem('unread'))
    await page.getByRole('button', { name: '重新打开' }).click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
  })

  test('never by an older one, nor by another publisher', async () => {
    const { page } = app
    await open(page, update)
    await page.getByText('不比现在的 2012.2 版新').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await open(page, await publishScheme(await anUpdate(bundle), said, await aSigningKey()))
    await page.getByText('发布者与以前装过的不是同一个').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await open(page, update.replace('"payload": "', '"payload": "A'))
    await expect.poll(() => page.getByText(/这份方案更新.*没有读入/).count()).toBe(1)
  })

  test('also fill in a form offline, and go back when asked to', async () => {
    const { page } = app
    await app.untilOfflineReady()
    await page.goto(`${app.origin}/new`)
    await page.getByRole('textbox', { name: /姓名/ }).waitFor()
    await page.goto(`${app.origin}/about/codes`)
    await page.getByRole('button', { name: '退回软件自带的方案' }).click()
    await page.getByRole('button', { name: '现在刷新' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '现在刷新' }).click()
    await expect.poll(() => page.getByText('2012.1 版（随软件自带）').count()).toBe(1)
  })
})

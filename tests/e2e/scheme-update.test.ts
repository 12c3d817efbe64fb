import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

async function open(page: Page, text: string): Promise<void> {
  await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
}

describe('the code tables', () => {
  let app: OpenedApp
  let update: string
  beforeAll(async () => {
    app = await openApp({ path: '/about/codes' })
    app.page.setDefaultTimeout(10_000)
    update = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
  })
  afterAll(() => app.close())

  test('say where they come from and can be looked through', async () => {
    const { page } = app
    await page.getByText('2012.1 版（随软件自带）').waitFor()
    const grades = page.getByRole('listitem').filter({ hasText: '奖励等级（等次）' })
    expect(await grades.innerText()).toContain('自编')
    await grades.getByRole('button', { name: /查看内容/ }).click()
    await grades.getByRole('searchbox').fill('一等')
    await grades.getByRole('cell', { name: '一等奖' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('are updated by a signed file, once the publisher was compared', async () => {
    const { page } = app
    await open(page, update)
    const offer = page.getByRole('region', { name: '方案更新 2012.2 版' })
    await offer.getByText('奖励等级（等次）：新增 1 项，不再选用 0 项').waitFor()
    await offer.getByText('第一次装入').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await offer.getByRole('button', { name: '核对无误，装入' }).click()
    await page.getByRole('button', { name: '现在刷新' }).click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
    await page.getByRole('listitem').filter({ hasText: '奖励等级（等次）' }).getByRole('button').click()
    await page.getByRole('searchbox').fill('特别贡献')
    await expect.poll(() => page.getByRole('cell', { name: '特别贡献奖' }).count()).toBe(1)
  })

  test('never by an older one, nor by another publisher', async () => {
    const { page } = app
    await open(page, update)
    await page.getByText('不比现在的 2012.2 版新').waitFor()
    await open(page, await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey()))
    await page.getByText('发布者与以前装过的不是同一个').waitFor()
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
    await page.getByRole('button', { name: '现在刷新' }).click()
    await expect.poll(() => page.getByText('2012.1 版（随软件自带）').count()).toBe(1)
  })
})

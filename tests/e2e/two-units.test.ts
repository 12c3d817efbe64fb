import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { aMobile, anotherPerson } from '#tests/support/more-people.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

let folder: string
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-two-units-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('one person from two units', () => {
  test('is compared field by field, decided, and the decision is in the trail', async () => {
    const city = await openApp({ path: '/unit' })
    const { page } = city
    await managing(city).setUp(aBureau)
    const packs = await Promise.all(
      [aUnit, { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }].map(async (unit, at) => {
        const person = anotherPerson('陆秋燕', 11, { mobile: aMobile(50 + at), employer: unit.name })
        const signed = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
        const file = join(folder, `${at}.rpz`)
        await writeFile(file, await aPack([signed], { unit, key: await aSigningKey() }))
        return file
      }),
    )
    await managing(city).open('接收报送')
    await managing(city).receive(packs)
    await page.getByText('另一个单位也报送了这个人').first().waitFor()
    await managing(city).open('检查')
    await managing(city).openCase('陆秋燕')
    await button(page, '与现在的比较').first().click()
    const table = page.getByRole('table').filter({ hasText: '这一版' })
    for (const at of [50, 51]) await table.getByRole('cell', { name: aMobile(at) }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await button(page, '由“北流市第二中学”报').click()
    await page.getByText('两个单位都报送了这个人').waitFor({ state: 'detached' })
    await page.getByText('审核记录', { exact: true }).click()
    await page.getByText('确定由“北流市第二中学”报').waitFor()
    await page.getByText(aMobile(51)).first().waitFor()
    expect(city.complaints).toEqual([])
    await city.close()
  })

  test('that goes up already is decided before the next report; the last one who goes is withdrawn', async () => {
    const city = await openApp({ path: '/unit' })
    const { page } = city
    const clerk = managing(city)
    await clerk.setUp(aBureau)
    const person = anotherPerson('陆秋燕', 11, { employer: aUnit.name })
    const signed = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
    const packOf = async (name: string, orgCode: string): Promise<string> => {
      const file = join(folder, `${name}.rpz`)
      await writeFile(file, await aPack([signed], { unit: { ...aUnit, name, orgCode }, key: await aSigningKey() }))
      return file
    }
    const pass = async (): Promise<void> => {
      await clerk.open('检查')
      await clerk.openCase('陆秋燕')
      await button(page, '通过').click()
      await button(page, '通过').waitFor({ state: 'detached' })
    }
    await clerk.open('接收报送')
    await clerk.receive([await packOf(aUnit.name, aUnit.orgCode)])
    await pass()
    await clerk.open('上报')
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await city.download(() => button(page, '上报 1 人').click())
    await page.getByText('已上报 1 人').first().waitFor()

    await clerk.open('接收报送')
    await clerk.receive([await packOf('北流市第二中学', '12450981498811999X')])
    await clerk.open('上报')
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await button(page, '上报 1 人').click()
    await page.getByText('有 1 人由两个单位同时报送').waitFor()

    await clerk.open('检查')
    await clerk.openCase('陆秋燕')
    await button(page, '由“北流市第一中学”报').click()
    await page.getByText('两个单位都报送了这个人').waitFor({ state: 'detached' })
    await pass()
    await clerk.open('上报')
    await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
    await city.download(() => button(page, '上报 1 人').click())
    await page.getByRole('listitem').filter({ hasText: '本单位上报' }).nth(1).waitFor()

    await clerk.open('检查')
    await clerk.openCase('陆秋燕')
    await button(page, '搁置').click()
    await page.getByRole('dialog').getByRole('textbox').fill('已调离')
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await button(page, '搁置').waitFor({ state: 'detached' })
    await clerk.open('上报')
    const withdrawal = await city.download(() => button(page, '只撤回 1 人').click())
    const read = await readPack(inPieces(await readFile(withdrawal.path)))
    expect(read).toMatchObject({ ok: true, value: { content: { count: 0, withdrawn: [signed.digest] } } })
    expect(city.complaints).toEqual([])
    await city.close()
  })
})

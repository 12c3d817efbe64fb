import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { UnitKeys } from '#core/unit/unit.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { makeBackupFile } from '#tests/support/backing-up.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { aCertificate, withCertificate } from '#tests/support/certified.ts'
import { chineseOn } from '#tests/support/chinese-on.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { pagesByThemselves, pagesOfRecord } from '#tests/support/person-pages.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aReturnSlipContent, aTaskContent, aUnit, someUnitKeys } from '#tests/support/units.ts'

describe('the app in English', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
    await app.page.getByRole('button', { name: 'English' }).click()
    await app.page.getByRole('heading', { name: 'My records' }).waitFor()
  })
  afterAll(() => app.close())

  test('says so to assistive technology', async () => {
    await expect.poll(() => app.page.locator('html').getAttribute('lang')).toBe('en')
  })

  test('has apostrophes of a width that fits between two letters', async () => {
    const width = await app.page.getByText('First time here?').evaluate((beside) => {
      const mark = document.createElement('span')
      mark.textContent = '\u2019'
      beside.append(mark)
      const share = mark.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(mark).fontSize)
      mark.remove()
      return share
    })
    expect(width).toBeLessThan(0.6)
  })

  test('fills in, checks and hands in without a Chinese word of its own', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'New record' }).click()
    await page.getByRole('textbox', { name: /^ID number/ }).fill('45252619790418262X')
    await page.keyboard.press('Tab')
    expect(await chineseOn(page)).toEqual([])
    await page.getByRole('combobox', { name: /^Sex/ }).focus()
    await page.keyboard.press('F1')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The choices come from the table').waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('combobox', { name: /^Ancestral home/ }).press('Alt+ArrowDown')
    await dialog.getByRole('button', { name: /广西/ }).first().press('Enter')
    await dialog
      .getByRole('button', { name: /玉林市/ })
      .first()
      .waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('textbox', { name: /^Name/ }).focus()
    await page.keyboard.press('F2')
    await page.getByRole('dialog', { name: 'Find a rare character' }).waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    for (const sheet of [
      'Education and degrees',
      'Professional titles',
      'Vocational qualifications',
      'Awards',
      'Honorary titles',
    ]) {
      await page
        .getByRole('navigation', { name: 'Sheets' })
        .first()
        .getByRole('link', { name: new RegExp(sheet) })
        .click()
      await page.getByRole('heading', { level: 1, name: sheet }).waitFor()
      // The heading may stand before the part that draws rows has come.
      await page.getByRole('button', { name: 'Add a row' }).click()
      expect(await chineseOn(page), sheet).toEqual([])
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor()
    expect(await chineseOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Generate submission' }).click()
    await page.getByText('Not ready yet').waitFor()
    expect(await chineseOn(page)).toEqual([])
    const record = new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
    for (const path of pagesOfRecord) {
      await page.goto(app.origin + record + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(await chineseOn(page), path).toEqual([])
    }
  })

  test.each([...pagesByThemselves, '/unit'])('shows %s without a Chinese word of its own, accessibly', async (path) => {
    const { page } = app
    await page.goto(app.origin + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await chineseOn(page)).toEqual([])
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('goes back to Chinese, the record unchanged', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('heading', { name: '我的记录' }).waitFor()
    await page.getByRole('link', { name: /未命名/ }).waitFor()
    expect(await page.getByRole('listitem').filter({ hasText: '未命名' }).count()).toBe(1)
  })
})

describe('a record for a task, in English', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/healthz' })
    await speak('en')
  })
  afterAll(() => app.close())

  // What people gave stays as they gave it.
  const remark = '与登记表上的号码不一样。'
  const given = [aUnit.name, aUnit.parent?.name ?? '', '韦晓莉', remark].filter((text) => text !== '')
  const passphrase = '三月桃花水满江三月'
  let unit: UnitKeys
  let handedIn: Submission

  /** The language of the pages from the next on. */
  const speak = (language: 'en' | 'zh-CN'): Promise<void> =>
    app.page.evaluate((chosen) => localStorage.setItem('caibao.language', chosen), language)

  /** What stands in the wrong language, and what axe finds. */
  const flaws = async (): Promise<readonly unknown[]> => [
    ...(await chineseOn(app.page, given)),
    ...(await findAxeViolations(app.page)),
  ]

  test('is offered, filled in and handed in', async () => {
    const { page } = app
    unit = await someUnitKeys()
    const bureau = { unit: aBureau, key: await aSigningKey() }
    const signing = await withCertificate(unit.signing, await aCertificate(aUnit, unit.signing, bureau))
    const task = await readTask(await signTask(aTaskContent({ encryptionKey: unit.opening.publicJwk }), signing))
    if (!task.ok) throw new Error(task.error.code)
    await page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    await page.getByRole('heading', { name: 'A task was received' }).waitFor()
    expect(await flaws()).toEqual([])
    await page.getByRole('button', { name: 'Compared: fill in by this task' }).click()
    await page.getByRole('textbox', { name: /^Name/ }).waitFor()
    expect(await flaws()).toEqual([])
    await speak('zh-CN')
    await page.reload()
    await fillDraft(page, { hasUnit: true })
    await speak('en')
    await page.reload()
    await page.getByRole('button', { name: 'Generate submission' }).click()
    await page.getByRole('heading', { name: 'Generate submission' }).waitFor()
    // Which warnings there are is known once the rules are there.
    await page
      .locator('.hand-in-sheet > .verdict')
      .filter({ hasText: /Ready to hand in|Not ready yet/ })
      .waitFor()
    for (const reason of await page.getByRole('textbox', { name: 'Reason' }).all()) {
      await reason.fill('compared')
      await reason.press('Tab')
    }
    await page.getByText('Ready to hand in').waitFor()
    expect(await flaws()).toEqual([])
    const file = await app.download(() => page.getByRole('button', { name: 'Generate submission' }).click())
    await page.getByText('Encrypted; only this unit can open it.').waitFor()
    expect(await chineseOn(page, [...given, file.fileName])).toEqual([])
    const opened = await openSealed(await file.text(), [unit.opening])
    const read = opened.ok ? await readSubmission(opened.value) : opened
    if (!read.ok) throw new Error(read.error.code)
    handedIn = read.value
  })

  test('lies among the tasks and on the way to the unit', async () => {
    const { page } = app
    await page.goto(`${app.origin}/tasks`)
    await page.getByText('used by 1 record').waitFor()
    expect(await flaws()).toEqual([])
    await page.goto(`${app.origin}/outbox`)
    await page.getByText(aUnit.name).first().waitFor()
    expect(await flaws()).toEqual([])
  })

  test('is restored, after a passphrase that was wrong', async () => {
    const { page } = app
    await speak('zh-CN')
    const backup = await makeBackupFile(app, passphrase)
    await speak('en')
    await page.goto(`${app.origin}/restore`)
    await page.getByLabel('Choose a backup file').last().setInputFiles(backup)
    for (const word of ['not this one', passphrase]) {
      await page.getByRole('textbox', { name: 'Passphrase' }).fill(word)
      await page.getByRole('button', { name: 'Open the backup' }).click()
      const opened = page.getByRole('button', { name: 'Restore now' })
      await (word === passphrase ? opened : page.getByRole('alert')).waitFor()
      expect(await flaws()).toEqual([])
    }
  })

  test('comes back from the unit', async () => {
    const { page } = app
    const { digest, content } = handedIn
    const said = aReturnSlipContent({ submissionDigest: digest, recordId: content.record.id })
    const slip = { name: 'a.rtn', text: await signReturnSlip(said, unit.signing) }
    await page.goto(`${app.origin}/returned`)
    await chooseFiles(page, page.getByRole('button', { name: 'Open a return slip…' }), [slip])
    await page.getByText(remark).first().waitFor()
    expect(await flaws()).toEqual([])
  })

  test('is compared with what it was, and what cannot be saved is told', async () => {
    const { page } = app
    const mobile = page.locator('input[data-path="basic.mobile"]')
    await mobile.fill('13807750001')
    await mobile.press('Enter')
    await page.getByRole('link', { name: 'History' }).click()
    await page
      .getByRole('button', { name: /difference/ })
      .first()
      .click()
    await page.getByText('13807750001').first().waitFor()
    expect(await flaws()).toEqual([])
    await page.getByRole('link', { name: 'Back to the form' }).click()
    await mobile.waitFor()
    await fillDisk(page)
    await mobile.fill('13807750002')
    await mobile.press('Enter')
    await page.getByText('STORAGE_FULL').first().waitFor()
    expect(await flaws()).toEqual([])
    await freeDisk(page)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => page.getByText('STORAGE_FULL').count()).toBe(0)
  })

  test('is put together with what was handed in from another device', async () => {
    const { page } = app
    const { record } = handedIn.content
    const other = { ...record, basic: { ...record.basic, mobile: '13978100001' } }
    const { text } = await signSubmission(aSubmissionContent({}, other), await aSigningKey())
    await page.goto(app.origin)
    await chooseFiles(page, page.getByRole('button', { name: 'Open a file…' }), [{ name: 'a.rpu', text }])
    const compare = page.getByRole('link', { name: 'Compare with the draft side by side' })
    await compare.waitFor()
    expect(await flaws()).toEqual([])
    await compare.click()
    await page.getByRole('radio', { name: 'Choose item by item' }).check()
    await page.getByText('13978100001').first().waitFor()
    expect(await flaws()).toEqual([])
  })

  test('is locked', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('button', { name: 'Duplicate: 韦晓莉' }).waitFor()
    await page.getByRole('button', { name: 'Lock: 韦晓莉' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await flaws()).toEqual([])
  })

  test('has the guide answer in English, with the official text beside it', async () => {
    const { page } = app
    await page.goto(`${app.origin}/guide`)
    // Before it, the page says in Chinese that it has not begun.
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await flaws()).toEqual([])
    await page.getByRole('searchbox').fill('management number')
    const entry = page.locator('details').filter({ hasText: 'S2-15' }).first()
    await entry.getByText('only since 2011').waitFor()
    await entry.getByText('The official text, in Chinese').click()
    await entry.getByText('2011年之后新版职称证书才有的').waitFor()
    expect(await flaws()).toEqual([])
    await page.goto(`${app.origin}/guide/S2-7`)
    await page.getByText('When you leave a field, the app takes out spaces').waitFor()
    expect(await flaws()).toEqual([])
  })
})

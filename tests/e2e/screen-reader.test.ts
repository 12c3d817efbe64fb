import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const script = readFileSync(new URL('../../docs/screen-reader.md', import.meta.url), 'utf8')
const stepsOf = (text: string) =>
  [...text.matchAll(/^\| (\d+) \| (\S+) (.*?) \| (\S+) (.*?) \|$/gmu)].map(
    ([, step = '', act = '', what = '', hear = '', words = '']) => ({ step, act, what, hear, words }),
  )
const [, ofPerson = '', ofHandingIn = '', ofHandingBack = '', ofUnit = ''] = script.split(/^## .*$/gmu)
const [personSteps, handingInSteps] = [stepsOf(ofPerson), stepsOf(ofHandingIn)]
const [handingBackSteps, unitSteps] = [stepsOf(ofHandingBack), stepsOf(ofUnit)]
type Step = (typeof personSteps)[number]
type Role = Parameters<Page['getByRole']>[0]

const roles: readonly Role[] = [
  'heading',
  'region',
  'button',
  'navigation',
  'textbox',
  'combobox',
  'option',
  'dialog',
  'complementary',
  'checkbox',
  'link',
  'img',
]
const roleOf = (name: string): Role => {
  const role = roles.find((known) => known === name)
  if (!role) throw new Error(`unknown role ${name}`)
  return role
}

/** `button 新建记录` → role and name. */
function named(text: string): { readonly role: Role; readonly name: string } {
  const [, role = '', name = ''] = /^(\w+) "?(.*?)"?$/u.exec(text) ?? []
  return { role: roleOf(role), name }
}

/** Lays down beside each live region what it says now. */
const markSaid = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const region of document.querySelectorAll('[role="status"], [role="alert"]'))
      Reflect.set(region, 'saidBefore', region.textContent)
  })

/** Escape is what a dialog is left with: what is pressed next is meant for the page behind it. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  if (key === 'Escape') await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
}

async function perform(page: Page, origin: string, { act: kind, what }: Step): Promise<void> {
  if (kind === '听') return
  await markSaid(page)
  if (kind === '打开') await page.goto(origin + what)
  else if (kind === '键') await press(page, what)
  else if (kind === '写') await page.keyboard.type(what)
  else {
    const { role, name } = named(what)
    await page
      .getByRole(role, { name: new RegExp(`^\\s*${name}`) })
      .first()
      .click()
  }
}

/** What a screen reader tells: of the focus, of what is said aloud, of the page. */
async function told(page: Page, { hear, words }: Step): Promise<string> {
  if (hear === '焦点' || hear === '页面') {
    const { role, name } = named(words)
    for (const found of await page.getByRole(role, { name }).all()) {
      if (hear === '页面' || (await found.evaluate((element) => element === document.activeElement))) return words
    }
    return ''
  }
  return page.evaluate((isHelp) => {
    const ids = document.activeElement?.getAttribute('aria-describedby')?.split(' ') ?? []
    const described = ids.map((id) => document.getElementById(id)?.textContent ?? '')
    // A status that comes with its words is not told: only what changes in one that stood there. An alert always is.
    const live = [...document.querySelectorAll('[role="status"], [role="alert"]')].flatMap((region) => {
      const before: unknown = Reflect.get(region, 'saidBefore')
      const isTold = before === undefined ? region.getAttribute('role') === 'alert' : before !== region.textContent
      return isTold ? [region.textContent] : []
    })
    return (isHelp ? described : live).join(' ')
  }, hear === '说明')
}

const hearingMs = 20_000
const heard = (page: Page, step: Step) => () => told(page, step).catch(() => '')

async function openWide(path: string): Promise<OpenedApp> {
  const app = await openApp({ path })
  await app.page.setViewportSize({ width: 1366, height: 800 })
  return app
}

test.each([
  { name: 'a person', steps: personSteps, least: 20 },
  { name: 'who hands in', steps: handingInSteps, least: 13 },
  { name: 'who restores and hands back', steps: handingBackSteps, least: 12 },
  { name: 'a unit', steps: unitSteps, least: 12 },
])('docs/screen-reader.md leads $name through the whole job', ({ steps, least }) => {
  expect(steps.map(({ step }) => Number(step))).toEqual(steps.map((_, index) => index + 1))
  expect(steps.length).toBeGreaterThan(least)
})

describe('docs/screen-reader.md, a person', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openWide('/')
  })
  afterAll(() => app.close())

  test.each(personSteps)('$step: $act $what → $hear $words', async (step) => {
    await perform(app.page, app.origin, step)
    await expect.poll(heard(app.page, step), { timeout: hearingMs }).toContain(step.words)
  })
})

describe('docs/screen-reader.md, who hands in', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openWide('/new')
    await fillDraft(app.page)
    const form = fillingIn(app.page)
    await form.openSheet('基本信息')
    await form.type('开始从事专业技术工作时间', '200107')
    await form.choose('现专业技术职务', '052')
    await form.untilSaved()
  })
  afterAll(() => app.close())

  test.each(handingInSteps)('$step: $act $what → $hear $words', async (step) => {
    await perform(app.page, app.origin, step)
    await expect.poll(heard(app.page, step), { timeout: hearingMs }).toContain(step.words)
  })
})

describe('docs/screen-reader.md, who restores and hands back', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openWide('/new')
    const { page, origin } = app
    await fillingIn(page).type('姓名', '黄丽娟')
    await fillingIn(page).untilSaved()
    await page.goto(`${origin}/backup`)
    await page.getByRole('textbox', { name: '口令', exact: true }).fill('南宁的木棉花开了')
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill('南宁的木棉花开了')
    const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
    await page.goto(`${origin}/restore`)
    await page.getByLabel('选备份文件').last().setInputFiles(path)
    await page.getByRole('textbox', { name: '口令' }).waitFor()
  })
  afterAll(() => app.close())

  test.each(handingBackSteps)('$step: $act $what → $hear $words', async (step) => {
    await perform(app.page, app.origin, step)
    await expect.poll(heard(app.page, step), { timeout: hearingMs }).toContain(step.words)
  })
})

describe('docs/screen-reader.md, a unit', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openWide('/unit')
    const file = join(await mkdtemp(join(tmpdir(), 'caibao-heard-')), '报送.rpu')
    await writeFile(file, await submissionOf(anotherPerson('韦晓莉', 7), await aSigningKey()))
    const clerk = managing(app)
    await clerk.setUp(aUnit)
    await clerk.open('接收报送')
    await clerk.receive([file])
  })
  afterAll(() => app.close())

  test.each(unitSteps)('$step: $act $what → $hear $words', async (step) => {
    await perform(app.page, app.origin, step)
    await expect.poll(heard(app.page, step), { timeout: hearingMs }).toContain(step.words)
  })
})

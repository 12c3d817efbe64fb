import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger, keepsFocusWhenSized, type LaunchOptions } from '#tests/support/engine.ts'
import { fillingIn, untilEditable } from '#tests/support/filling-in.ts'
import { pagesByThemselves, pagesOfRecord } from '#tests/support/person-pages.ts'
import { coveredByHelp, isHidden, smallTargets, takenByHelp } from '#tests/support/touching.ts'

// In the dark on 320 pixels every state of every test is looked at besides, see tests/support/axe.ts.
const appearances = [
  { name: 'wide and dark', media: { colorScheme: 'dark' } },
  { name: 'in forced colours', media: { forcedColors: 'active' } },
] as const

const sheets = ['基本信息', '学历学位情况', '专业技术资格信息', '职业资格', '奖励', '荣誉'] as const
const pages = [...pagesByThemselves, '/unit']

async function openSheet(page: Page, sheet: string): Promise<void> {
  const nav = page.getByRole('navigation', { name: '采集表' }).first()
  await nav.getByRole('link', { name: new RegExp(sheet) }).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(sheet) }).waitFor()
  const add = page.getByRole('button', { name: '增加一条' })
  // The heading may stand before the part that draws rows has come.
  await add.or(page.locator('main input[data-path]')).first().waitFor()
  if ((await add.count()) > 0) await add.click()
}

/** The address of the record that is open. */
const recordOf = (page: Page): string => new URL(page.url()).pathname.split('/').slice(0, 3).join('/')

/** One app for all tests of a group, each of which begins with an empty form. */
function useEmptyForms(launch: LaunchOptions = {}): (width: number, height: number) => Promise<Page> {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ launch })
  })
  afterAll(() => app.close())
  return async (width, height) => {
    const { page, origin } = app
    await page.setViewportSize({ width, height })
    await page.goto(`${origin}/new`)
    await untilEditable(page, page.getByRole('textbox', { name: /姓名/ }))
    return page
  }
}

async function openAt(app: OpenedApp, path: string): Promise<void> {
  await app.page.goto(app.origin + path)
  await app.page.getByRole('heading', { level: 1 }).first().waitFor()
  if (path.endsWith('/hand-in')) await app.page.getByText(/可以报送|还不能报送/).waitFor()
  if (path.includes('/print')) await app.page.getByRole('img', { name: /^第 1 页/ }).waitFor()
}

// Only this browser can be told to be dark or to force its colours.
describe.runIf(hasDebugger).each(appearances)('every screen, $name', ({ media }) => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.setViewportSize({ width: 1366, height: 800 })
    await app.page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
  })
  afterAll(() => app.close())

  test('is accessible in each sheet, with a row, a list, a tree and a dialog open', async () => {
    const { page } = app
    await fillingIn(page).type('身份证号', '45252619790418262X')
    await page.getByRole('combobox', { name: /民族/ }).click()
    await page.getByRole('option').first().waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('combobox', { name: /民族/ }).press('Escape')
    for (const sheet of sheets) {
      await openSheet(page, sheet)
      expect(await axeViolations(page), sheet).toEqual([])
    }
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await openSheet(page, '基本信息')
    await page.getByRole('button', { name: '按层级选：籍贯' }).click()
    await page.getByRole('dialog').getByRole('listitem').first().waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('is accessible where it is handed in, printed and compared, and in all that stands beside the form', async () => {
    const record = recordOf(app.page)
    expect(record).toMatch(/^\/drafts\/./)
    for (const path of [...pagesOfRecord.map((page) => record + page), ...pages]) {
      await openAt(app, path)
      expect(await axeViolations(app.page), path).toEqual([])
      expect(await movingParts(app.page), path).toEqual([])
    }
  })
})

/** Whatever on the page would move, turn or scroll by and by. */
const movingParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element)
      const isStill = /^0s(?:, 0s)*$/.test(transitionDuration) && animationName === 'none'
      return isStill && scrollBehavior === 'auto' ? [] : [`${element.tagName}.${element.className}`]
    }),
  )

// Only this browser can be told that less motion is wanted.
describe.runIf(hasDebugger)('where less motion is wanted', () => {
  const emptyForm = useEmptyForms()
  test.each([
    { reducedMotion: 'reduce', moves: false },
    { reducedMotion: 'no-preference', moves: true },
  ] as const)('$reducedMotion: something moves is $moves', async ({ reducedMotion, moves }) => {
    const page = await emptyForm(1366, 800)
    await page.emulateMedia({ reducedMotion })
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    const moving = await movingParts(page)
    expect(moving.length > 0, moving.slice(0, 5).join()).toBe(moves)
  })
})

// Only this browser can be told to force its colours.
describe.runIf(hasDebugger)('in forced colours', () => {
  test('a line stands at the open sheet alone, and what cannot be pressed looks it', async () => {
    const app = await openApp({ path: '/new' })
    onTestFinished(() => app.close())
    const { page } = app
    await page.setViewportSize({ width: 1366, height: 800 })
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    const links = page.getByRole('navigation', { name: '采集表' }).first().getByRole('link')
    await links.first().waitFor()
    const lines = await links.evaluateAll((all) => all.map((link) => getComputedStyle(link).borderInlineStartColor))
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(lines.slice(1)).toEqual(Array.from(sheets.slice(1), () => lines[1]))
    expect(lines[0]).not.toBe(lines[1])
    expect([ground, 'rgb(255, 255, 255)', 'rgb(0, 0, 0)']).toContain(lines[1])
    const colorOf = (name: string) => page.getByRole('button', { name }).evaluate((it) => getComputedStyle(it).color)
    expect(await colorOf('撤销')).not.toBe(await colorOf('生成报送'))
    await openAt(app, '/backup')
    expect(await colorOf('生成备份')).not.toBe(await colorOf('设置副本文件夹'))
  })
})

// Only this browser can be told that it is touched with fingers.
describe.runIf(hasDebugger)('on a phone', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({
      path: '/new',
      launch: { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } },
    })
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
  })
  afterAll(() => app.close())

  test('every target in each sheet is large enough for a finger, and nothing is too wide', async () => {
    const { page } = app
    for (const sheet of sheets) {
      await openSheet(page, sheet)
      expect(await smallTargets(page), sheet).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), sheet).toBe(0)
    }
  })

  test.each(pages)('every target of %s is large enough for a finger', async (path) => {
    await openAt(app, path)
    expect(await smallTargets(app.page)).toEqual([])
  })

  test('so is every target where a record is handed in, printed and compared', async () => {
    const { page } = app
    await openAt(app, '/new')
    await fillingIn(page).type('姓名', '黄丽娟')
    await fillingIn(page).untilSaved()
    const record = recordOf(page)
    for (const path of pagesOfRecord) {
      await openAt(app, record + path)
      expect(await smallTargets(page), path).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBe(0)
    }
  })

  test.each([
    { name: 'a keyboard on the screen', height: 360 },
    { name: '400 % of a small laptop', height: 256 },
  ])('with $name the field, its help and what is to be done stay in sight', async ({ height }) => {
    const { page } = app
    await openAt(app, '/new')
    const fields = page.locator('main input[data-path]')
    await fields.first().waitFor()
    await page.setViewportSize({ width: 320, height })
    for (let index = 0; index < (await fields.count()); index += 1) {
      await fields.nth(index).focus()
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      // What is said of the field before comes a moment after that was left, and moves this one.
      await expect.poll(() => isHidden(page)).toBe('')
    }
    expect(await page.getByRole('button', { name: '生成报送' }).isVisible()).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await page.setViewportSize({ width: 360, height: 740 })
  })

  test('the open sheet stands in sight among the others, also once the screen is turned', async () => {
    const { page } = app
    const inSight = (): Promise<boolean> =>
      page.evaluate(() => {
        const { left, right } = document.querySelector('.sheet-nav [aria-current]')?.getBoundingClientRect() ?? {}
        // Scrolled to its end, a strip may lack a part of a pixel.
        return left !== undefined && right !== undefined && left > -1 && right < innerWidth + 1
      })
    await openAt(app, '/new')
    for (const sheet of sheets) {
      await openSheet(page, sheet)
      await expect.poll(inSight, { message: sheet }).toBe(true)
    }
    await page.setViewportSize({ width: 1366, height: 800 })
    await page.setViewportSize({ width: 320, height: 640 })
    await expect.poll(inSight).toBe(true)
    await page.setViewportSize({ width: 360, height: 740 })
  })

  test('no name or code of a tree is broken over two lines at 320 pixels', async () => {
    const { page } = app
    await openAt(app, '/new')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.getByRole('button', { name: '按层级选：籍贯' }).click()
    const entries = page.getByRole('dialog').getByRole('listitem')
    await entries.first().waitFor()
    const broken = await entries.locator('span').evaluateAll((all) =>
      all.flatMap((span) => {
        const range = document.createRange()
        range.selectNodeContents(span)
        return range.getClientRects().length > 1 ? [span.textContent] : []
      }),
    )
    expect(broken).toEqual([])
    expect(await smallTargets(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 360, height: 740 })
  })

  test('brings the keyboard that fits each kind of answer', async () => {
    const { page } = app
    await openAt(app, '/new')
    // An empty record may have an empty row already.
    const modeOf = (path: string) => page.locator(`main input[data-path$="${path}"]`).getAttribute('inputmode')
    expect(await modeOf('basic.mobile')).toBe('tel')
    expect(await modeOf('basic.email')).toBe('email')
    expect(await modeOf('basic.workStartDate')).toBe('decimal')
    expect(await modeOf('basic.idNumber')).toBe('text')
    await openSheet(page, '学历学位情况')
    expect(await modeOf('.schoolingYears')).toBe('decimal')
    await openSheet(page, '奖励')
    expect(await modeOf('.awardYear')).toBe('numeric')
  })
})

// Only this browser can be told that it is touched with fingers.
describe.runIf(hasDebugger)('beside fields that are marked', () => {
  const emptyForm = useEmptyForms({ hasTouch: true })
  test.each([820, 1000, 1366, 360])('no help covers what is wrong with another field, at %i pixels', async (width) => {
    const page = await emptyForm(width, 1180)
    await fillingIn(page).type('身份证号', '452526197904182623')
    const fields = page.locator('main input[data-path]')
    for (const field of await fields.all()) await field.focus()
    const marked = () => page.locator('main .notes:not(:empty)').count()
    await expect.poll(marked).toBeGreaterThan(10)
    for (const field of await fields.all()) {
      await field.focus()
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      // Where a remark came in a moment ago, the help makes way in the next frame.
      await expect.poll(() => coveredByHelp(page)).toEqual([])
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })
})

describe.runIf(keepsFocusWhenSized)('the help of a field', () => {
  const emptyForm = useEmptyForms()
  test.each([360, 390, 820, 1024, 1280])('never takes a click from another field, at %i pixels', async (width) => {
    const page = await emptyForm(width, 1180)
    expect(await takenByHelp(page)).toEqual([])
    // All were left empty by now: the help stands under what is said of each.
    const noted = () => page.locator('main .notes:not(:empty)').count()
    await expect.poll(noted, { timeout: 30_000 }).toBeGreaterThan(10)
    expect(await takenByHelp(page)).toEqual([])
  })
})

describe.runIf(keepsFocusWhenSized)('on a tablet', () => {
  const emptyForm = useEmptyForms()
  test.each([820, 1000])('the help of every field ends where the sheet does, at %i pixels', async (width) => {
    const page = await emptyForm(width, 1180)
    const fields = page.locator('main input[data-path]')
    const beyond: string[] = []
    for (let index = 0; index < (await fields.count()); index += 1) {
      await fields.nth(index).focus()
      const ends = await page.evaluate(() => {
        const field = document.activeElement
        const help = field?.closest('.field-shell')?.querySelector('.under > .help')
        return { field: field?.id, at: help?.getBoundingClientRect().right ?? 0 }
      })
      if (ends.at > width) beyond.push(`${ends.field} ends at ${ends.at}`)
    }
    expect(beyond).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })

  test('the list of a code field at the edge ends where the sheet does', async () => {
    const page = await emptyForm(820, 1180)
    await page.getByRole('combobox', { name: /民族/ }).click()
    await page.getByRole('option').first().waitFor()
    const endOf = async (): Promise<number> => {
      const list = await page.getByRole('listbox').boundingBox()
      return (list?.x ?? 0) + (list?.width ?? Number.POSITIVE_INFINITY)
    }
    // It is moved to where it ends with the sheet once it is drawn.
    await expect.poll(endOf).toBeLessThanOrEqual(820)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 400, height: 820 })
    const startOf = async (): Promise<number | undefined> => (await page.getByRole('listbox').boundingBox())?.x
    await expect.poll(startOf, { message: 'turned while it is open' }).toBeGreaterThanOrEqual(0)
  })

  test('a date is read back whole beside its label', async () => {
    const page = await emptyForm(1366, 800)
    await fillingIn(page).type('出生日期', '1979-12-28')
    const hint = page.getByText('1979年12月28日')
    await hint.waitFor()
    expect(await hint.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  })
})

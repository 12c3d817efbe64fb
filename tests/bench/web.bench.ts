/** The app in a slowed Chromium beside its budgets. Run by `npm run bench:web`; a development build is not measured. */
import type { Page } from 'playwright-core'
import { openApp, type OpenedApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { keyDurations, median, spread, untilFirstField, watchEvents } from './web/measure.ts'
import { fast3g, type SlowDevice, slowDown } from './web/slow-device.ts'

const rounds = 1
const subRows = 50
const typed = 'abcdefghijklmnopqrst'

const print = (line: string): boolean => process.stdout.write(`${line}\n`)

function report(what: string, values: readonly number[], budget: number, unit = 'ms'): void {
  const verdict = median(values) <= budget ? 'within' : 'OVER'
  print(`${what.padEnd(58)} ${spread(values).padStart(20)} ${unit}, ${verdict} ${budget}`)
}

async function eachRound(measure: () => Promise<number>): Promise<readonly number[]> {
  const values: number[] = []
  for (let round = 0; round < rounds; round += 1) values.push(await measure())
  return values
}

async function withApp<T>(path: string, measure: (app: OpenedApp) => Promise<T>, isCold = false): Promise<T> {
  const app = await openApp({ path, ...(isCold && { launch: { serviceWorkers: 'block' } }) })
  try {
    return await measure(app)
  } finally {
    await app.close()
  }
}

/** First visit: an empty browser, from the address to the first field. */
function firstField(device: SlowDevice): Promise<readonly number[]> {
  return eachRound(() =>
    withApp(
      '/healthz',
      async ({ page, origin }) => {
        await slowDown(page, device)
        await page.goto(`${origin}/new`)
        return untilFirstField(page)
      },
      true,
    ),
  )
}

function bytesToFirstField(): Promise<number> {
  return withApp(
    '/new',
    async ({ page }) => {
      await untilFirstField(page)
      return page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter((entry) => entry instanceof PerformanceResourceTiming)
          .filter(({ name }) => /\.(?:js|css)$/.test(name))
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      )
    },
    true,
  )
}

function warmOfflineStart(cpu: number): Promise<readonly number[]> {
  return withApp('/new', async (app) => {
    await untilFirstField(app.page)
    await app.untilOfflineReady()
    await app.goOffline()
    await slowDown(app.page, { cpu })
    return eachRound(async () => {
      await app.page.reload()
      return untilFirstField(app.page)
    })
  })
}

async function fillRows(page: Page): Promise<void> {
  const form = fillingIn(page)
  await form.openSheet('专业技术资格信息')
  await form.addRow()
  await form.choose('资格名称', '中学一级教师')
  for (let row = 1; row < subRows; row += 1) {
    await page.getByRole('button', { name: `复制：第 ${row} 条` }).click()
  }
  await form.untilSaved()
}

async function typeText(page: Page, selector: string, text: string): Promise<readonly number[]> {
  await page.locator(selector).focus()
  await watchEvents(page)
  for (const character of text) {
    await page.keyboard.press(character)
    await page.waitForTimeout(120)
  }
  return keyDurations(page, text.length)
}

buildOnce()
print(`Chromium, ${rounds} rounds: least / median / greatest`)
print(`script and style to the first field: ${((await bytesToFirstField()) / 1024).toFixed(1)} KB brotli, budget 110`)
report('first field, CPU × 4, Fast 3G', await firstField({ cpu: 4, network: fast3g }), 3000)
report('first field, CPU × 4', await firstField({ cpu: 4 }), 1200)
report('first field, CPU × 6, Fast 3G', await firstField({ cpu: 6, network: fast3g }), 4500)
report('warm offline start, CPU × 4', await warmOfflineStart(4), 1200)

await withApp('/new', async ({ page }) => {
  await untilFirstField(page)
  await fillRows(page)
  await slowDown(page, { cpu: 6 })
  const inRow = await typeText(page, '[data-path$=".certificateNumber"]', 'B0612345678901234567')
  report(`key press in a row of ${subRows}, CPU × 6`, inRow, 33)
  report('  its slowest (INP)', [Math.max(...inRow)], 56)
  const form = fillingIn(page)
  await form.openSheet('基本信息')
  const inBasic = await typeText(page, '[data-path="basic.employer"]', typed)
  report(`key press in the basic sheet, ${subRows} rows, CPU × 6`, inBasic, 33)
  report('  its slowest (INP)', [Math.max(...inBasic)], 56)
})

await withApp('/new', async ({ page }) => {
  await untilFirstField(page)
  await page.waitForTimeout(1500)
  await slowDown(page, { cpu: 4 })
  const field = page.locator('[data-path="basic.birthPlace"]')
  const opened = await eachRound(async () => {
    await page.keyboard.press('Escape')
    await page.locator('[data-path="basic.name"]').focus()
    const start = await page.evaluate(() => performance.now())
    await field.click()
    const standing = await page.waitForFunction(() =>
      document.querySelector('[role=listbox] [role=option]') ? performance.now() : undefined,
    )
    return ((await standing.jsonValue()) ?? Number.NaN) - start
  })
  report('largest code field opens, CPU × 4', opened, 100)
  report('key press in it, CPU × 4', await typeText(page, '[data-path="basic.birthPlace"]', 'beiliushi'), 30)
})

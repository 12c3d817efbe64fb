/**
 * The app in a slowed Chromium beside its budgets. A development build is not measured.
 * usage: npm run bench:web [-- rounds [first|warm|keys|codes]]. Behind each figure stands the same for a bare page with one field, taken in the
 * same minute: on a busy machine the ratio is what can be compared. On a machine slower than the one the budgets were
 * set on, everything is measured once more at that one's pace (ADR 0185). Ends with exit code 1 where a budget does not
 * hold at that pace.
 */
import type { Page } from 'playwright-core'
import { openApp, type OpenedApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { bytesOf, firstLoadBudget, partsOfFirstLoad } from '#tests/support/first-load.ts'
import { serveBarePage } from './web/bare-page.ts'
import {
  collectGarbage,
  keyDurations,
  median,
  spread,
  untilFirstField,
  untilListStands,
  watchEvents,
  watchThread,
} from './web/measure.ts'
import { fast3g, paceOf, type SlowDevice, slowDown, type Slowing, slowings } from './web/slow-device.ts'

const [roundsAsked = '5', only = ''] = process.argv.slice(2)
const rounds = Number(roundsAsked)
const subRows = 50
const typed = 'abcdefghijklmnopqrst'
const bareField = '[data-path="bare"]'
const bare = await serveBarePage()

const print = (line: string): boolean => process.stdout.write(`${line}\n`)

interface Figures {
  readonly ours: readonly number[]
  readonly bare: readonly number[]
}

interface Budget {
  readonly budget: number
  readonly isOfBudget?: boolean
}

/** What does not hold where it has to. */
const over: string[] = []

function verdictOn(what: string, value: number, { budget, isOfBudget = true }: Budget): string {
  const isOver = value > budget
  if (isOver && isOfBudget) over.push(what)
  return isOver ? 'OVER' : 'within'
}

function report(what: string, { ours, bare: least }: Figures, limit: Budget): void {
  const { budget } = limit
  const verdict = verdictOn(what, median(ours), limit)
  const ratio = (median(ours) / median(least)).toFixed(1)
  const beside = `bare ${median(least).toFixed(0)}, × ${ratio}`
  print(`${what.padEnd(52)} ${spread(ours).padStart(20)} ms, ${verdict} ${String(budget).padEnd(5)} (${beside})`)
}

async function eachRound(measure: () => Promise<number | readonly number[]>): Promise<readonly number[]> {
  const values: number[] = []
  for (let round = 0; round < rounds; round += 1) values.push(...[await measure()].flat())
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
async function firstField(device: SlowDevice): Promise<Figures> {
  const figures: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
  for (let round = 0; round < rounds; round += 1) {
    await withApp(
      '/healthz',
      async ({ page, origin }) => {
        await slowDown(page, device)
        await page.goto(bare.url)
        figures.bare.push(await untilFirstField(page))
        await page.goto(`${origin}/new`)
        figures.ours.push(await untilFirstField(page))
      },
      true,
    )
  }
  return figures
}

/** The page and everything that is fetched with it, on the wire. */
async function bytesToFirstField(): Promise<number> {
  return bytesOf(await withApp('/healthz', ({ page, origin }) => partsOfFirstLoad(page, `${origin}/new`), true))
}

function warmOfflineStart(cpu: number): Promise<Figures> {
  return withApp('/new', async (app) => {
    await untilFirstField(app.page)
    await app.untilOfflineReady()
    const beside = await app.context.newPage()
    await slowDown(beside, { cpu })
    await beside.goto(bare.url)
    await app.goOffline()
    await app.context.setOffline(false)
    await slowDown(app.page, { cpu })
    const startOf = (page: Page) => async (): Promise<number> => {
      await page.bringToFront()
      await page.reload()
      return untilFirstField(page)
    }
    return { bare: await eachRound(startOf(beside)), ours: await eachRound(startOf(app.page)) }
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

interface Typing {
  readonly selector: string
  readonly text: string
  readonly cpu: number
}

/** A person reads what stands in one field before they go to the next. */
const betweenFieldsMs = 600

/** Milliseconds of the page's thread a key took, by page. */
const workedMs = new Map<Page, number[]>()

/**
 * Types into an empty field, as a person does: what was typed in the rounds before would be longer than the field takes,
 * and a remark count along with each key. A page is slowed only meanwhile: what slows it stops its thread ten thousand
 * times a second, and on two cores a second slowed page takes that time from the one that is measured.
 */
async function typeText(page: Page, { selector, text, cpu }: Typing): Promise<readonly number[]> {
  await page.bringToFront()
  await page.locator(selector).fill('')
  await page.waitForTimeout(betweenFieldsMs)
  await collectGarbage(page)
  const slowed = await slowDown(page, { cpu })
  await page.locator(selector).focus()
  await watchEvents(page)
  const worked = await watchThread(page)
  for (const character of text) {
    await page.keyboard.press(character)
    await page.waitForTimeout(120)
  }
  workedMs.set(page, [...(workedMs.get(page) ?? []), (await worked()) / text.length])
  const durations = await keyDurations(page, text.length)
  await slowed.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await slowed.detach()
  return durations
}

/** A tab with the bare page. */
async function bareTab({ context }: OpenedApp): Promise<Page> {
  const page = await context.newPage()
  await page.goto(bare.url)
  return page
}

/** What does not depend on other work on the machine. */
function reportWork(page: Page, beside: Page): void {
  const [ours, least] = [page, beside].map((each) => median(workedMs.get(each) ?? []))
  print(`  work of the page's thread a key: ${ours?.toFixed(1)} ms (bare ${least?.toFixed(1)})`)
  workedMs.clear()
}

interface Keys extends Slowing {
  readonly selector: string
  readonly what: string
}

async function keyPresses(app: OpenedApp, beside: Page, { selector, what, cpu, isOfBudget }: Keys): Promise<void> {
  const figures: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    figures.bare.push(...(await typeText(beside, { selector: bareField, text: typed, cpu })))
    figures.ours.push(...(await typeText(app.page, { selector, text: typed, cpu })))
  }
  const sorted = { ours: [...figures.ours].sort((a, b) => a - b), bare: [...figures.bare].sort((a, b) => a - b) }
  report(`${what}, CPU × ${cpu.toFixed(1)}`, sorted, { budget: 33, isOfBudget })
  // Interaction to Next Paint: the worst, leaving out one in fifty.
  const worst = (values: readonly number[]): number => values[values.length - 1 - Math.floor(values.length / 50)] ?? 0
  report('  INP', { ours: [worst(sorted.ours)], bare: [worst(sorted.bare)] }, { budget: 56, isOfBudget })
  reportWork(app.page, beside)
}

async function typing(app: OpenedApp): Promise<void> {
  const { page } = app
  await untilFirstField(page)
  await fillRows(page)
  const beside = await bareTab(app)
  await page.bringToFront()
  for (const slowing of slowings(6, pace)) {
    const what = `key press in a row of ${subRows}`
    const row = { selector: '[data-path$=".certificateNumber"]', what, ...slowing }
    await keyPresses(app, beside, row)
  }
  await page.bringToFront()
  await fillingIn(page).openSheet('基本信息')
  for (const slowing of slowings(6, pace)) {
    const sheet = {
      selector: '[data-path="basic.employer"]',
      what: `key press in the first sheet, ${subRows} rows`,
      ...slowing,
    }
    await keyPresses(app, beside, sheet)
  }
}

async function codeField(app: OpenedApp): Promise<void> {
  await untilFirstField(app.page)
  await app.untilOfflineReady()
  const beside = await bareTab(app)
  for (const slowing of slowings(4, pace)) await openAndSearch(app, beside, slowing)
}

async function openAndSearch({ page }: OpenedApp, beside: Page, { cpu, isOfBudget }: Slowing): Promise<void> {
  const selector = '[data-path="basic.birthPlace"]'
  await page.bringToFront()
  const slowed = await slowDown(page, { cpu })
  const opened = await eachRound(async () => {
    await page.keyboard.press('Escape')
    await page.locator('[data-path="basic.name"]').focus()
    await page.waitForTimeout(betweenFieldsMs)
    return untilListStands(page.locator(selector))
  })
  await slowed.detach()
  const text = 'beiliushi'
  // A word has nine keys, and Event Timing counts in steps of 8 ms: one alone would tell 24 or 32 by chance.
  const keys = await eachRound(() => typeText(beside, { selector: bareField, text, cpu }))
  const ours = await eachRound(() => typeText(page, { selector, text, cpu }))
  report(`largest code field opens, CPU × ${cpu.toFixed(1)}`, { ours: opened, bare: keys }, { budget: 100, isOfBudget })
  report(`key press in it, CPU × ${cpu.toFixed(1)}`, { ours, bare: keys }, { budget: 30, isOfBudget })
  reportWork(page, beside)
  await page.locator(selector).fill('')
}

async function first(): Promise<void> {
  const what = 'fetched until the first field'
  const bytes = await bytesToFirstField()
  const verdict = verdictOn(what, bytes, { budget: firstLoadBudget })
  const kib = (bytes / 1024).toFixed(1)
  print(`${what}: ${kib} KiB (${bytes} bytes), ${verdict} ${firstLoadBudget / 1024}`)
  const measure = async (device: SlowDevice, budget: number): Promise<void> => {
    for (const { cpu, isOfBudget } of slowings(device.cpu, pace)) {
      const network = device.network ? ', Fast 3G' : ''
      const name = `first field, CPU × ${cpu.toFixed(1)}${network}`
      report(name, await firstField({ ...device, cpu }), { budget, isOfBudget })
    }
  }
  await measure({ cpu: 4, network: fast3g }, 3000)
  await measure({ cpu: 4 }, 1200)
  await measure({ cpu: 6, network: fast3g }, 4500)
}

async function warm(): Promise<void> {
  for (const { cpu, isOfBudget } of slowings(4, pace))
    report(`warm offline start, CPU × ${cpu.toFixed(1)}`, await warmOfflineStart(cpu), { budget: 1200, isOfBudget })
}

/** The work of a key on the bare page tells how fast this machine is. */
function findPace(): Promise<number> {
  return withApp('/healthz', async (app) => {
    const beside = await bareTab(app)
    for (let round = 0; round < 3; round += 1) await typeText(beside, { selector: bareField, text: typed, cpu: 6 })
    const found = paceOf(median(workedMs.get(beside) ?? []))
    workedMs.clear()
    return found
  })
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  first,
  warm,
  keys: () => withApp('/new', typing),
  codes: () => withApp('/new', codeField),
}

buildOnce()
const pace = await findPace()
print(`Chromium, ${rounds} rounds: least / median / greatest`)
for (const [name, measure] of Object.entries(parts)) if (only === '' || only === name) await measure()
bare.close()
if (over.length > 0) {
  print(`over: ${over.join('; ')}`)
  process.exitCode = 1
}

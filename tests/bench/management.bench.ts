/**
 * The management edition beside the browser's own limit. Run by `npm run bench:management`; what is named behind `--`
 * is measured (`receive`, `pack`, `list`, `totals`, `papers`, `columns`), and a number is how many people.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import { managing } from '#tests/support/managing.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticPack } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'
import { makeFiles } from './management/make-files.ts'
import { measureColumns } from './management/measure-columns.ts'
import { measurePapers } from './management/measure-papers.ts'
import { measureTotals } from './management/measure-totals.ts'
import { bareBulkPut, watchLongTasks, whileReceiving } from './management/measure-receive.ts'
import { keyDurations, median, watchEvents } from './web/measure.ts'

const given = process.argv.slice(2)
const wanted = given.filter((word) => !/^\d+$/.test(word))
const people = Number(given.find((word) => /^\d+$/.test(word)) ?? 10_000)
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
const print = (line: string): boolean => process.stdout.write(`${line}\n`)
const perSecond = (ms: number): string => `${Math.round((people / ms) * 1000)}/s`

async function withUnit(measure: (app: OpenedApp) => Promise<void>, unit = aUnit): Promise<void> {
  const app = await openApp({ path: '/unit' })
  try {
    app.page.setDefaultTimeout(60_000)
    await managing(app).setUp(unit)
    await measure(app)
  } finally {
    await app.close()
  }
}

function report(what: string, ms: number, bareMs: number, longest: number): void {
  const ratio = (ms / bareMs).toFixed(2)
  print(`${what.padEnd(34)} ${(ms / 1000).toFixed(2)} s, ${perSecond(ms)}, ${ratio} × bare; longest task ${longest} ms`)
}

async function measureReceive(folder: string, app: OpenedApp): Promise<void> {
  const { files, texts } = await makeFiles(folder, people)
  const bareMs = await bareBulkPut(app.page, texts)
  const bytes = texts.reduce((sum, text) => sum + text.length, 0)
  print(
    `bare Dexie bulkPut, two indexes     ${(bareMs / 1000).toFixed(2)} s, ${perSecond(bareMs)}, ${Math.round(bytes / people)} bytes each`,
  )
  for (const what of ['receive files', 'the same files again'] as const) {
    await managing(app).open('接收报送')
    const { ms, longest } = await whileReceiving(app.page, files)
    report(what, ms, bareMs, longest)
  }
}

async function measurePack(folder: string, app: OpenedApp): Promise<void> {
  const { stream } = await syntheticPack(people, {
    unit: { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X', parent: aUnit },
    key: await aSigningKey(),
  })
  const path = join(folder, 'pack.rpz')
  await pipeline(Readable.fromWeb(stream), createWriteStream(path))
  await managing(app).open('接收报送')
  const { ms, longest } = await whileReceiving(app.page, [path])
  print(
    `receive a pack of as many           ${(ms / 1000).toFixed(2)} s, ${perSecond(ms)}; longest task ${longest} ms; ${(await readFile(path)).byteLength} bytes`,
  )
}

async function measureList(app: OpenedApp): Promise<void> {
  const { page } = app
  await page.getByRole('button', { name: '锁定' }).click()
  await page.getByLabel('口令').fill('采集员自己的口令三')
  await watchLongTasks(page)
  const start = Date.now()
  await page.getByRole('button', { name: '解锁' }).click()
  await page.getByRole('navigation', { name: '管理版' }).waitFor()
  await managing(app).open('检查')
  await page.getByRole('region', { name: '人员列表' }).getByRole('link').first().waitFor()
  const longest = await page.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  print(
    `open the store and show the list    ${((Date.now() - start) / 1000).toFixed(2)} s (key derivation in it); longest task ${longest} ms`,
  )
  await page.getByLabel('姓名或身份证号').focus()
  await watchEvents(page)
  for (const key of ['w', 'e', 'i', 'x', 'Backspace', 'Backspace', 'Backspace', 'Backspace', '4', '5']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(200)
  }
  const keys = await keyDurations(page, 10)
  print(
    `a key in the search                 median ${median(keys)} ms, slowest ${Math.max(...keys)} ms until the next paint`,
  )
}

print(`${people} people`)
if (isWanted('columns')) await measureColumns(people, print)
// What stands alone needs neither the app nor a browser.
if (wanted.length === 1 && isWanted('columns')) process.exit()

buildOnce()
const folder = await mkdtemp(join(tmpdir(), 'caibao-bench-'))
try {
  await withUnit(async (app) => {
    if (isWanted('receive')) await measureReceive(folder, app)
    if (isWanted('pack')) await measurePack(folder, app)
    if (isWanted('list')) await measureList(app)
    if (isWanted('totals')) await measureTotals(app, people, print)
    if (isWanted('papers')) await measurePapers(app, print)
  })
} finally {
  await rm(folder, { recursive: true, force: true })
}

/**
 * The management edition beside the browser's own limit. Run by `npm run bench:management -- [what…] [people] [--in folder]`;
 * what is named is measured (`receive`, `folder`, `zip`, `pack`, `list`, `totals`, `names`, `papers`, `report`, `backup`, `columns`). A folder keeps the files
 * that are made, and the profile of the browser: what was received in one run can be looked at in the next. The roster of so
 * many people is timed by `pack papers 10000`, and `pack names papers report 10000` what a unit does with all at once: who came in single files waits for somebody who compares the originals.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '#tests/support/app-server.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'
import { missedInReceiving } from './management/aims.ts'
import { makeFiles, makePackOf, makeZipOf, textsOf } from './management/make-files.ts'
import { measureBackup } from './management/measure-backup.ts'
import { measureColumns } from './management/measure-columns.ts'
import { measureList } from './management/measure-list.ts'
import { measurePapers } from './management/measure-papers.ts'
import { bareBulkPut, bareChoice, type Received, whileReceiving } from './management/measure-receive.ts'
import { measureNames, measureReport } from './management/measure-steps.ts'
import { bareRead, measureTotals } from './management/measure-totals.ts'
import { mostHeld } from './management/memory.ts'

const { values, positionals } = parseArgs({ options: { in: { type: 'string' } }, allowPositionals: true })
const wanted = positionals.filter((word) => !/^\d+$/.test(word))
const people = Number(positionals.find((word) => /^\d+$/.test(word)) ?? 10_000)
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
/** What takes longer than it may; the bench ends with 1 where there is any. */
const over: string[] = []
const print = (line: string): boolean => process.stdout.write(`${line}\n`)
// The store of a profile belongs to an address.
const keptPort = 38_417

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s, ${Math.round((people / ms) * 1000)}/s`

function report(what: string, received: Received, bareMs: number): void {
  const { ms, beforeChoice, longest, longestIn, long, busiest, tasks } = received
  const ratio = bareMs > 0 ? `, ${(ms / bareMs).toFixed(2)} × bare` : ''
  print(
    `${what.padEnd(34)} ${seconds(ms)}${ratio}; longest task ${longest} ms (${longestIn}), ${long} over 50 ms, the busiest ${busiest} ms of a processor; before the page heard of the choice ${beforeChoice} ms`,
  )
  for (const task of tasks) print(`  busy ${task}`)
  over.push(...missedInReceiving(what, { ms, bareMs, busiest }))
}

/** Receives single files, the same again as a folder, and a ZIP and a pack of as many, each beside the bare writing. */
async function measureReceive(folder: string, app: OpenedApp): Promise<void> {
  const singles = ['receive', 'folder', 'zip'].some(isWanted)
  const files = singles ? await makeFiles(folder, people) : []
  const texts = await textsOf(files)
  const bareMs = texts.length > 0 ? await bareBulkPut(app.page, texts) : 0
  const bytes = texts.reduce((sum, text) => sum + text.length, 0)
  if (bareMs > 0) print(`bare Dexie bulkPut, ${Math.round(bytes / people)} bytes each`.padEnd(35) + seconds(bareMs))
  const take = async (what: string, given: readonly string[] | string, bare = bareMs): Promise<void> => {
    await managing(app).open('接收报送')
    report(what, await whileReceiving(app.page, given), bare)
    print(`  ${await mostHeld(app.context)}`)
  }
  if (isWanted('zip')) await take('receive a ZIP of as many', [await makeZipOf(folder, files)])
  if (isWanted('folder')) await take('receive a folder', dirname(files[0] ?? folder))
  if (isWanted('receive')) {
    print(`a bare page given as many files    longest task ${await bareChoice(app.page, files)} ms`)
    await take('receive files', files)
    await take('the same files again', files)
  }
  if (isWanted('pack')) {
    const pack = await makePackOf(folder, people)
    // What a pack holds is its people's files: as many bytes, written by themselves.
    const each = Math.round((await stat(pack)).size / people)
    const bare =
      bareMs ||
      (await bareBulkPut(
        app.page,
        Array.from({ length: people }, () => 'x'.repeat(each)),
      ))
    await take('receive a pack of as many', [pack], bare)
  }
}

async function measureAll(folder: string, app: OpenedApp): Promise<void> {
  await measureReceive(folder, app)
  if (isWanted('list')) {
    await app.relaunch('/unit')
    await measureList(app, people, print)
  }
  if (isWanted('totals')) over.push(...(await measureTotals(app, people, print)))
  if (isWanted('names')) over.push(...(await measureNames(app, people, print)))
  const bareMs = await app.page.evaluate(bareRead)
  // Where to put a large file is asked in a window that nobody answers here.
  await app.page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
  if (isWanted('papers')) over.push(...(await measurePapers(app, { print, bareMs })))
  if (isWanted('report')) over.push(...(await measureReport(app, print)))
  if (isWanted('backup')) await measureBackup(app, bareMs, print)
  print(`most memory: ${await mostHeld(app.context)}`)
}

/** Sets up a unit, or unlocks the one that is there. */
async function enter(app: OpenedApp): Promise<void> {
  const { page } = app
  page.setDefaultTimeout(60_000)
  await page.getByRole('heading', { name: /^(建立单位|解锁)$/ }).waitFor()
  if ((await page.getByRole('heading', { name: '解锁' }).count()) > 0) await managing(app).unlock()
  else await managing(app).setUp(aUnit)
}

print(`${people} people`)
if (isWanted('columns')) await measureColumns(people, print)
// What stands alone needs neither the app nor a browser.
if (wanted.length === 1 && isWanted('columns')) process.exit()

buildOnce()
const folder = values.in ?? (await mkdtemp(join(tmpdir(), 'caibao-bench-')))
const isKept = values.in !== undefined && (await stat(folder)).isDirectory()
const app = await openApp({
  path: '/unit',
  ...(isKept && { keptProfile: join(folder, 'profile'), start: () => startServer(keptPort) }),
})
try {
  await enter(app)
  await measureAll(folder, app)
} finally {
  await app.close()
  if (!isKept) await rm(folder, { recursive: true, force: true })
}
if (over.length > 0) {
  print(`over: ${over.join('; ')}`)
  process.exitCode = 1
}

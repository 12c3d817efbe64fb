import type { OpenedApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { missedByTasks } from './aims.ts'
import { bareBulkPut, watchLongTasks } from './measure-receive.ts'
import { watchTaskCpu } from './task-cpu.ts'

const longestMs = 1_800_000
/** Bytes that an event of a correction takes. */
const bytesOfEvent = 700

/** What a browser needs to sign as many events, one after the other, with nothing around it. */
async function bareSigning({ count, bytes }: { readonly count: number; readonly bytes: number }): Promise<number> {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const event = new Uint8Array(bytes)
  const start = performance.now()
  for (let at = 0; at < count; at += 1) {
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, event)
  }
  return performance.now() - start
}

interface Step {
  readonly what: string
  readonly people: number
  /** Presses what begins it, and waits until it is said to be done. */
  readonly run: () => Promise<unknown>
  readonly bareMs: number
}

type Print = (line: string) => void

/** Times a step of all at once; returns what held the page too long. */
async function report(app: OpenedApp, { what, people, run, bareMs }: Step, print: Print): Promise<readonly string[]> {
  await watchLongTasks(app.page)
  const cpu = await watchTaskCpu(app.page)
  const start = Date.now()
  await run()
  const ms = Date.now() - start
  const { busiest, tasks } = await cpu.end()
  const longest = await app.page.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  print(
    `${`${what}（${people} 人）`.padEnd(34)} ${(ms / 1000).toFixed(2)} s, ${(ms / bareMs).toFixed(2)} × bare ${(bareMs / 1000).toFixed(2)} s; longest task ${longest} ms, the busiest ${busiest} ms of a processor`,
  )
  for (const task of tasks) print(`  busy ${task}`)
  return missedByTasks(what, busiest)
}

/** Chooses every name: of a whole region there are thousands, of which those near what is seen are drawn. */
async function chooseAll(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  scrollTo(0, 0)
  for (let top = -1; top !== scrollY;) {
    top = scrollY
    await frame()
    await frame()
    const boxes = document.querySelectorAll<HTMLInputElement>('main input[type=checkbox]:not(:checked)')
    for (const box of boxes) box.click()
    scrollBy(0, innerHeight)
    await frame()
  }
}

/** One name for every employer that is not this unit, and back again: each person is a correction that the unit signs. */
export async function measureNames(app: OpenedApp, people: number, print: Print): Promise<readonly string[]> {
  const { page } = app
  const signMs = await page.evaluate(bareSigning, { count: people, bytes: bytesOfEvent })
  const putMs = await bareBulkPut(
    page,
    Array.from({ length: people }, () => 'x'.repeat(bytesOfEvent)),
  )
  const bareMs = signMs + putMs
  await managing(app).open('统一单位名称')
  await page.getByRole('checkbox').first().waitFor()
  await page.evaluate(chooseAll)
  await page.getByRole('button', { name: '预览', exact: true }).click()
  const apply = page.getByRole('button', { name: /^修改这 \d+ 人$/ })
  const changed = Number((await apply.textContent())?.replace(/\D/g, ''))
  const done = (said: string) => page.getByText(said).first().waitFor({ timeout: longestMs })
  const unify = async (): Promise<void> => {
    await apply.click()
    await done(`已统一 ${changed} 人`)
  }
  const there = await report(app, { what: 'one name for all', people: changed, run: unify, bareMs }, print)
  const undo = async (): Promise<void> => {
    await page.getByRole('button', { name: '撤销' }).click()
    await done(`已撤销，${changed} 人`)
  }
  return [...there, ...(await report(app, { what: 'and back', people: changed, run: undo, bareMs }, print))]
}

/** Bytes that a person takes in a pack, and in the trail that says so. */
const bytesInPack = 3700

/** Everybody who passed, as a pack: until all of them are marked as reported. */
export async function measureReport(app: OpenedApp, print: Print): Promise<readonly string[]> {
  const { page } = app
  await managing(app).open('上报')
  const button = page.getByRole('button', { name: /^上报 [1-9]\d* 人$/ })
  const isThere = await button.waitFor({ timeout: 60_000 }).then(
    () => true,
    () => false,
  )
  const people = isThere ? Number((await button.textContent())?.replace(/\D/g, '')) : 0
  // What was asked for and not measured reached nothing.
  if (people === 0) return ['report up: not measured, nobody has passed']
  const others = page.getByLabel('只上报已通过的人，其余以后再报')
  if (await others.isVisible()) await others.check()
  const unprinted = page.getByLabel('这次不附名册表')
  if (await unprinted.isVisible()) await unprinted.check()
  const bareMs = await bareBulkPut(
    page,
    Array.from({ length: people }, () => 'x'.repeat(bytesInPack)),
  )
  const run = async (): Promise<void> => {
    await app.download(() => button.click())
    await page.getByText(`已上报 ${people} 人`).first().waitFor({ timeout: longestMs })
  }
  return report(app, { what: 'report up', people, run, bareMs }, print)
}

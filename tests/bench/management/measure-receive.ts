import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Page } from 'playwright-core'
import { dropFolder } from '#tests/support/drop-folder.ts'
import { watchTaskCpu } from './task-cpu.ts'

const chunk = 1000

/** Milliseconds of a bare Dexie bulkPut of these texts with two indexes, strict durability, a thousand at a time. */
export async function bareBulkPut(page: Page, texts: readonly string[]): Promise<number> {
  const dexie = await readFile(new URL('../../../node_modules/dexie/dist/dexie.min.js', import.meta.url), 'utf8')
  await page.evaluate(`(() => { const module = undefined, exports = undefined, define = undefined; ${dexie}\n})()`)
  await page.evaluate(() => {
    const Dexie = Reflect.get(window, 'Dexie')
    const database = new Dexie('bench-bare', { chromeTransactionDurability: 'strict' })
    database.version(1).stores({ rows: 'id, name, number' })
    Object.assign(window, { bare: database })
    return database.open()
  })
  let total = 0
  for (let at = 0; at < texts.length; at += chunk) {
    total += await page.evaluate(
      async ({ rows, from }) => {
        const database = Reflect.get(window, 'bare')
        const made = rows.map((text, index) => ({
          id: from + index,
          name: `姓名${from + index}`,
          number: `4525261979${from + index}`,
          text,
        }))
        const start = performance.now()
        await database.rows.bulkPut(made)
        return performance.now() - start
      },
      { rows: texts.slice(at, at + chunk), from: at },
    )
  }
  await page.evaluate(() => Reflect.get(window, 'bare').delete())
  return total
}

/** Collects from now on how long tasks held the main thread, and in whose code the long frames were. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longTasks: number[] = []
    const tasks: { readonly start: number; readonly ms: number }[] = []
    Object.assign(window, { longTasks, tasks, longFrames: [] })
    new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) {
        longTasks.push(Math.round(duration))
        tasks.push({ start: startTime, ms: Math.round(duration) })
      }
    }).observe({ type: 'longtask' })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) Reflect.get(window, 'longFrames').push(entry.toJSON())
    }).observe({ type: 'long-animation-frame' })
  })
}

/** What held the main thread while files were received. */
export interface Received {
  readonly ms: number
  /** Longest task of the browser before the page heard of the choice. */
  readonly beforeChoice: number
  /** Longest task after it, and what ran in it. */
  readonly longest: number
  readonly longestIn: string
  /** How many tasks after it took more than 50 ms. */
  readonly long: number
  /** Most that a task after it kept a processor busy: what others do on the machine does not count. */
  readonly busiest: number
  /** The tasks that were busiest, in words. */
  readonly tasks: readonly string[]
}

async function choose(page: Page, files: readonly string[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择文件…' }).click()
  await (await choosing).setFiles([...files], { timeout: 600_000 })
}

/** Chooses files, or drops a folder, and measures from there to the last that stands on the disk. */
export async function whileReceiving(page: Page, given: readonly string[] | string): Promise<Received> {
  await watchLongTasks(page)
  await page.evaluate(() => {
    for (const event of ['change', 'drop']) {
      const note = (): void => {
        Object.assign(window, { chosenAt: performance.now() })
        performance.mark('chosen')
      }
      document.addEventListener(event, note, { capture: true, once: true })
    }
  })
  const cpu = await watchTaskCpu(page)
  await (typeof given === 'string' ? dropFolder(page, given) : choose(page, given))
  const ended = await page.waitForFunction(
    () => (/接收完成|接收中断/.test(document.querySelector('main')?.textContent ?? '') ? performance.now() : 0),
    undefined,
    { timeout: 1_800_000, polling: 20 },
  )
  const cutOff = page.getByText('接收中断')
  if ((await cutOff.count()) > 0) throw new Error(await page.locator('main').innerText())
  const endedAt = await ended.jsonValue()
  // What is drawn at the end counts too.
  await page.waitForTimeout(500)
  const { busiest, tasks: busyTasks } = await cpu.end()
  const told = await page.evaluate((until) => {
    const chosenAt = Number(Reflect.get(window, 'chosenAt'))
    const tasks: readonly { start: number; ms: number }[] = Reflect.get(window, 'tasks')
    const before = tasks.filter(({ start }) => start < chosenAt)
    const after = tasks.filter(({ start }) => start >= chosenAt)
    const longest = after.toSorted((a, b) => b.ms - a.ms)[0]
    const frames: readonly { startTime: number; duration: number; scripts: { invoker: string; duration: number }[] }[] =
      Reflect.get(window, 'longFrames')
    const frame = frames.find(
      ({ startTime, duration }) => longest && startTime <= longest.start && longest.start <= startTime + duration,
    )
    const script = frame?.scripts.toSorted((a, b) => b.duration - a.duration)[0]
    return {
      ms: until - chosenAt,
      beforeChoice: Math.max(0, ...before.map(({ ms }) => ms)),
      longest: longest?.ms ?? 0,
      longestIn: script ? `${script.invoker} ${Math.round(script.duration)} ms` : 'no script',
      long: after.filter(({ ms }) => ms > 50).length,
    }
  }, endedAt)
  return { ...told, busiest, tasks: busyTasks }
}

/** The longest task of a page that has nothing but a field for files, while it is given these: the browser's own. */
export async function bareChoice(page: Page, files: readonly string[]): Promise<number> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><input type="file" multiple>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const bare = await page.context().newPage()
  await bare.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`)
  await watchLongTasks(bare)
  await bare.locator('input').setInputFiles([...files], { timeout: 600_000 })
  await bare.waitForTimeout(500)
  const longest = await bare.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  await bare.close()
  server.close()
  return longest
}

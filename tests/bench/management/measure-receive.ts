import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

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

/** Collects from now on how long tasks held the main thread. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longTasks: number[] = []
    Object.assign(window, { longTasks })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longTasks.push(Math.round(entry.duration))
    }).observe({ type: 'longtask' })
  })
}

/** Chooses files and measures from the choice to the last that stands on the disk. */
export async function whileReceiving(
  page: Page,
  files: readonly string[],
): Promise<{ readonly ms: number; readonly longest: number }> {
  await watchLongTasks(page)
  await page.evaluate(() => {
    document.addEventListener('change', () => Object.assign(window, { chosenAt: performance.now() }), {
      capture: true,
      once: true,
    })
  })
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择文件…' }).click()
  await (await choosing).setFiles([...files], { timeout: 600_000 })
  const ended = await page.waitForFunction(
    () => (document.querySelector('[role=status]')?.textContent?.includes('接收完成') ? performance.now() : undefined),
    undefined,
    { timeout: 1_800_000, polling: 20 },
  )
  const endedAt = Number(await ended.jsonValue())
  return page.evaluate((until) => {
    const tasks: unknown = Reflect.get(window, 'longTasks')
    const longest = Math.max(0, ...(Array.isArray(tasks) ? tasks.map(Number) : []))
    return { ms: until - Number(Reflect.get(window, 'chosenAt')), longest }
  }, endedAt)
}

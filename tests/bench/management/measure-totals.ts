import type { OpenedApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { median } from '../web/measure.ts'
import { missedInCounting } from './aims.ts'
import { watchLongTasks } from './measure-receive.ts'
import { watchTaskCpu } from './task-cpu.ts'

const tables = ['职称等级', '职称系列 × 职称等级', '年龄段 × 职称等级', '学历 × 学位', '性别 × 年龄段', '单位 × 状态']
const rounds = 3

/** What a browser needs for the same count with nothing around it: one pass over two arrays of numbers. */
function bareLoop(people: number): Promise<number> | number {
  const [row, column] = [new Uint8Array(people), new Uint8Array(people)]
  for (let at = 0; at < people; at += 1) {
    row[at] = (at * 7919) % 30
    column[at] = (at * 104_729) % 8
  }
  const times: number[] = []
  for (let round = 0; round < 15; round += 1) {
    const start = performance.now()
    const cells = new Uint32Array(30 * 8)
    for (let at = 0; at < people; at += 1) {
      const cell = (row[at] ?? 0) * 8 + (column[at] ?? 0)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[7] ?? 0
}

/** What reading the store costs with nothing around it: every block fetched, and as many bytes parsed as JSON. */
export async function bareRead(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('caibao-unit')
    opening.addEventListener('success', () => resolve(opening.result))
    opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
  })
  const texts = (mode: IDBTransactionMode) => database.transaction('texts', mode).objectStore('texts')
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('not read')))
    })
  const start = performance.now()
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  for (const id of await asked(texts('readonly').getAllKeys())) {
    const { sealed } = await asked(texts('readonly').get(id))
    // Opening it without its key cannot be measured; sealing as many bytes costs the same.
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data)
  }
  database.close()
  return performance.now() - start
}

/** Milliseconds from the choice of a table until its numbers stand on the screen. */
async function timeOf({ page }: OpenedApp, table: string): Promise<number> {
  return page.evaluate((name) => {
    const chips = [...document.querySelectorAll<HTMLButtonElement>('.totals-usual button')]
    const chip = chips.find(({ textContent }) => textContent?.trim() === name)
    const before = document.querySelector('.totals-table')?.getAttribute('aria-label')
    // The table that stands there already is not drawn anew.
    if (!chip || chip.getAttribute('aria-pressed') === 'true') return 0
    const start = performance.now()
    chip?.click()
    return new Promise<number>((resolve) => {
      const look = (): void => {
        const now = document.querySelector('.totals-table')?.getAttribute('aria-label')
        if (now === before) requestAnimationFrame(look)
        else resolve(performance.now() - start)
      }
      look()
    })
  }, table)
}

/** Loading the columns, and counting by one thing and by two, beside bare loops; returns what took too long. */
export async function measureTotals(
  app: OpenedApp,
  people: number,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const { page } = app
  const bareMs = await page.evaluate(bareRead)
  await watchLongTasks(page)
  const cpu = await watchTaskCpu(page)
  const start = Date.now()
  await managing(app).open('汇总')
  await page.getByRole('table').waitFor({ timeout: 600_000 })
  const loadMs = Date.now() - start
  const { busiest, tasks } = await cpu.end()
  const longest = await page.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  print(
    `load ${people} people for totals       ${(loadMs / 1000).toFixed(2)} s (bare: fetch and decipher every block ${(bareMs / 1000).toFixed(2)} s); longest task ${longest} ms, the busiest ${busiest} ms of a processor`,
  )
  for (const task of tasks) print(`  busy ${task}`)
  const loop = await page.evaluate(bareLoop, people)
  const over: string[] = []
  for (const table of tables.slice(1)) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await timeOf(app, tables[0] ?? '')
      times.push(await timeOf(app, table))
    }
    const ms = median(times)
    over.push(...missedInCounting(table, ms))
    print(
      `count ${table.padEnd(24)}  median ${ms.toFixed(0)} ms until the next paint (bare loop ${loop.toFixed(2)} ms)`,
    )
  }
  return over
}

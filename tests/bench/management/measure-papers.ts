import { stat } from 'node:fs/promises'
import type { OpenedApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { missedByTasks, missedInRoster } from './aims.ts'
import { watchLongTasks } from './measure-receive.ts'
import { type TaskCpu, watchTaskCpu } from './task-cpu.ts'

interface Timed {
  readonly ms: number
  readonly path: string
  readonly cpu: TaskCpu
}

async function timeOf(app: OpenedApp, button: string): Promise<Timed> {
  await watchLongTasks(app.page)
  const cpu = await watchTaskCpu(app.page)
  const start = Date.now()
  const { path } = await app.download(() => app.page.getByRole('button', { name: button }).click())
  const ms = Date.now() - start
  return { ms, path, cpu: await cpu.end() }
}

interface Reporting {
  readonly print: (line: string) => void
  /** Milliseconds to fetch and decipher every block of the store with nothing around it. */
  readonly bareMs: number
}

/** Times a file from the press to the disk; returns how long it took, and what was too long. */
async function report(app: OpenedApp, what: string, button: string, { print, bareMs }: Reporting) {
  const { ms, path, cpu } = await timeOf(app, button)
  const longest = await app.page.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  const { size } = await stat(path)
  print(
    `${what.padEnd(34)} ${(ms / 1000).toFixed(2)} s, ${(size / 1e6).toFixed(1)} MB, ${(ms / bareMs).toFixed(2)} × reading the store; longest task ${longest} ms, the busiest ${cpu.busiest} ms of a processor`,
  )
  for (const task of cpu.tasks) print(`  busy ${task}`)
  return { ms, over: missedByTasks(what, cpu.busiest) }
}

/**
 * The roster of those who passed as PDF. Many may be passed at once where a unit below has compared them with the
 * originals: of a pack.
 */
async function measureRoster(app: OpenedApp, reporting: Reporting): Promise<readonly string[]> {
  const { page } = app
  await managing(app).open('检查')
  const pass = page.getByRole('button', { name: /^通过全部无问题的/ })
  // It is there once those who may be passed are counted.
  const isThere = await pass.waitFor({ timeout: 60_000 }).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    // What was asked for and not measured reached nothing.
    return [
      'roster, PDF: not measured, single files are compared with the originals one by one (M08): take a pack, too',
    ]
  }
  await pass.click()
  const said = await page.getByText(/已通过 \d+ 人。/).textContent({ timeout: 300_000 })
  await managing(app).open('名册表')
  const people = Number(/已通过 (\d+) 人/.exec(said ?? '')?.[1])
  const { ms, over } = await report(app, `roster, PDF（${people} 人）`, '打印名册表（PDF）', reporting)
  return [...over, ...missedInRoster(people, ms)]
}

/** The roster, and everybody as a workbook and other tables: from the click to the file; returns what was too long. */
export async function measurePapers(app: OpenedApp, reporting: Reporting): Promise<readonly string[]> {
  const { page } = app
  const over = [...(await measureRoster(app, reporting))]
  await page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name: '导入导出' }).click()
  await page.getByRole('radio', { name: /^全部 \d+ 人/ }).check()
  for (const format of ['xlsx', 'csv', 'json']) {
    await page.getByLabel('格式').selectOption(format)
    over.push(...(await report(app, `export everybody, ${format}`, '导出…', reporting)).over)
  }
  return over
}

import type { Page } from 'playwright-core'
import type { OpenedApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { keyDurations, median, spread, watchEvents } from '../web/measure.ts'
import { watchLongTasks } from './measure-receive.ts'

const frames = 120

/** Milliseconds between frames while a list is scrolled a page a frame, or while nothing happens. */
function frameTimes(page: Page, isScrolled: boolean): Promise<readonly number[]> {
  return page.evaluate(
    ({ count, scrolls }) =>
      new Promise<number[]>((resolve) => {
        const box = [...document.querySelectorAll('.people *')].find(
          (each) => each.scrollHeight > each.clientHeight + 500,
        )
        const times: number[] = []
        let last = performance.now()
        const step = (): void => {
          const now = performance.now()
          times.push(now - last)
          last = now
          if (scrolls && box) box.scrollTop += 600
          if (times.length <= count) requestAnimationFrame(step)
          else resolve(times.slice(1))
        }
        requestAnimationFrame(step)
      }),
    { count: frames, scrolls: isScrolled },
  )
}

/** Milliseconds from a press on each state's filter until its list is painted. */
function filterTimes(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const times: number[] = []
    for (const button of document.querySelectorAll<HTMLButtonElement>('.case-filters ul button')) {
      const start = performance.now()
      button.click()
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      times.push(performance.now() - start)
    }
    document.querySelector<HTMLButtonElement>('.case-filters ul button')?.click()
    return times
  })
}

/** What a browser needs with nothing around it to look through as many names. */
function bareSearch(people: number): number {
  const names = Array.from({ length: people }, (_, at) => `韦${at % 977}小${at % 89} weixiao 4525261979${at}`)
  const times = Array.from({ length: 9 }, (_, round) => {
    const start = performance.now()
    const found = names.filter((name) => name.includes(`小${round}`))
    return performance.now() - start + (found.length < 0 ? 1 : 0)
  })
  return times.sort((a, b) => a - b)[4] ?? 0
}

/** The list from unlocking on: first paint, scrolling, filters, search. */
export async function measureList(app: OpenedApp, people: number, print: (line: string) => void): Promise<void> {
  const { page } = app
  await watchLongTasks(page)
  const start = Date.now()
  await managing(app).unlock()
  const unlockedMs = Date.now() - start
  await managing(app).open('检查')
  await page.getByRole('region', { name: '人员列表' }).getByRole('link').first().waitFor({ timeout: 240_000 })
  const longest = await page.evaluate(() => Math.max(0, ...Reflect.get(window, 'longTasks')))
  print(
    `unlock and show the list            ${((Date.now() - start) / 1000).toFixed(2)} s, of it ${(unlockedMs / 1000).toFixed(2)} s until unlocked; longest task ${longest} ms`,
  )
  const idle = await frameTimes(page, false)
  const scrolled = await frameTimes(page, true)
  print(
    `a frame while scrolling a page a frame  ${spread(scrolled)} ms (least / median / most; nothing scrolled ${spread(idle)})`,
  )
  const filters = await filterTimes(page)
  print(`a filter by state until painted     ${spread(filters)} ms`)
  await page.getByLabel('姓名或身份证号').focus()
  await watchEvents(page)
  for (const key of ['w', 'e', 'i', 'x', 'Backspace', 'Backspace', 'Backspace', 'Backspace', '4', '5']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(300)
  }
  const keys = await keyDurations(page, 10)
  const bare = await page.evaluate(bareSearch, people)
  print(
    `a key in the search                 median ${median(keys)} ms, slowest ${Math.max(...keys)} ms until the next paint (bare search ${bare.toFixed(0)} ms)`,
  )
}

import type { CDPSession, Page } from 'playwright-core'

/** What the page does because of one key press; counts, not times, so that a busy machine changes nothing. */
export interface KeyCost {
  /** Calls of functions in the app's scripts. */
  readonly calls: number
  /** Nodes that came, went or changed. */
  readonly changes: number
}

const appScript = /\/assets\/[^/]+\.js$/

async function takeCalls(session: CDPSession): Promise<number> {
  const { result } = await session.send('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => appScript.test(url))
    .flatMap(({ functions }) => functions)
    .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0)
}

async function watchChanges(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counted = { changes: 0 }
    Object.assign(window, { counted })
    new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records) {
        counted.changes += Math.max(1, addedNodes.length + removedNodes.length)
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  })
}

/** The changes since it was asked last, once the page has been drawn. */
function takeChanges(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const counted: { changes: number } = Reflect.get(window, 'counted')
    const { changes } = counted
    counted.changes = 0
    return changes
  })
}

/** What keys cost, the cheapest and the dearest of them: a save may fall between two. */
export interface KeyCosts {
  readonly least: KeyCost
  readonly most: KeyCost
}

/** Types into what has the focus and counts. */
export async function keyCosts(page: Page, keys: string): Promise<KeyCosts> {
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await watchChanges(page)
  const costs: KeyCost[] = []
  for (const key of keys) {
    await takeChanges(page)
    await takeCalls(session)
    await page.keyboard.press(key)
    costs.push({ changes: await takeChanges(page), calls: await takeCalls(session) })
  }
  await session.send('Profiler.stopPreciseCoverage')
  await session.detach()
  const each = (pick: (...values: number[]) => number): KeyCost => ({
    calls: pick(...costs.map(({ calls }) => calls)),
    changes: pick(...costs.map(({ changes }) => changes)),
  })
  return { least: each(Math.min), most: each(Math.max) }
}

/** For each key typed into what has the focus: whether the browser laid out no more than a part of the page. */
export async function keyLayouts(page: Page, keys: string): Promise<readonly boolean[]> {
  const session = await page.context().newCDPSession(page)
  const layouts: boolean[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, args } of JSON.parse(JSON.stringify(value))) {
      if (name === 'Layout' && args?.beginData) layouts.push(args.beginData.partialLayout === true)
    }
  })
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] } })
  for (const key of keys) await page.keyboard.press(key)
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return layouts
}

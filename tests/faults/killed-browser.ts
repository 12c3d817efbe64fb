import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { type Screen, shownAsSaved, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import { type FaultRun, noEdits, print, type Tally, together } from './report.ts'
import { judged, readFields } from './standing.ts'

const roundsPerDraft = 10

/** The drafts that were left for another one, as they are opened now. */
async function reread({ page, origin }: OpenedApp, left: ReadonlyMap<string, Screen>): Promise<Tally> {
  let tally = noEdits
  for (const [pathname, screen] of left) {
    await page.goto(origin + pathname)
    await untilDraftStands(page)
    tally = together(tally, judged(pathname, { before: screen, saved: screen, standing: await readFields(page) }))
  }
  return tally
}

/** What is left where a draft is not: whether its row, all rows or the database went, and what the home page offers. */
async function tellWhatIsLeft({ page, origin }: OpenedApp): Promise<void> {
  const counts = await page.evaluate(async () => {
    const known = (await indexedDB.databases()).map(({ name, version }) => `${name} ${version}`)
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('caibao')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
    })
    const names = [...opened.objectStoreNames]
    const transaction = opened.transaction(names)
    const asked = names.map((name) => [name, transaction.objectStore(name).count()] as const)
    await new Promise((resolve) => transaction.addEventListener('complete', resolve))
    opened.close()
    return { known, rows: asked.map(([name, request]) => `${name} ${request.result}`) }
  })
  print(`  left: ${JSON.stringify(counts)}`)
  await page.goto(origin)
  await page.locator('main h1').first().waitFor()
  print(`  home: ${(await page.locator('main').innerText()).slice(0, 400)}`)
}

/** Waits for the draft after a kill; where it does not come, what is left of it is told before the run ends. */
async function untilItStandsAgain(app: OpenedApp): Promise<void> {
  try {
    await untilDraftStands(app.page)
  } catch (missing) {
    await tellWhatIsLeft(app).catch((cause: unknown) =>
      print(`  what is left could not be looked at: ${String(cause)}`),
    )
    throw missing
  }
}

/** SIGKILL to the whole browser at a random moment of a random edit script, again and again. */
export async function killBrowsers(kills: number, random: () => number, deadline: number): Promise<FaultRun> {
  const app = await openApp({ path: '/new' })
  const drafts = new Map<string, Screen>()
  let tally = noEdits
  let done = 0
  try {
    let pathname = await untilDraftStands(app.page)
    for (; done < kills && Date.now() < deadline; done += 1) {
      if (done > 0 && done % roundsPerDraft === 0) {
        await app.page.goto(`${app.origin}/new`)
        pathname = await untilDraftStands(app.page)
      }
      const before = await readFields(app.page)
      const saved = await typeUntil(app.page, random, 1 + Math.floor(random() * 10), before)
      const last = random() < 0.5 ? await shownAsSaved(app.page) : undefined
      await app.kill()
      await app.relaunch(pathname)
      await untilItStandsAgain(app)
      const standing = await readFields(app.page)
      drafts.set(pathname, standing)
      tally = together(tally, judged(pathname, { before, saved: last ?? saved, standing }))
    }
    tally = together(tally, await reread(app, drafts))
  } finally {
    await app.close()
  }
  return { name: 'kills of the browser', asked: kills, done, tally }
}

import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { type Screen, shownAsSaved, typedFields, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import type { Page } from 'playwright-core'
import { type FaultRun, type Moments, noEdits, print, survived, type Tally, together } from './report.ts'

const roundsPerDraft = 10

async function readFields(page: Page): Promise<Screen> {
  const values = await Promise.all(
    typedFields.map(async (path): Promise<[string, string]> => [
      path,
      await page.locator(`[data-path="${path}"]`).inputValue(),
    ]),
  )
  return new Map(values)
}

/** What survived an accident to a draft; says aloud what did not. */
function judged(pathname: string, moments: Moments): Tally {
  const counted = survived(moments)
  if (counted.lost > 0)
    print(`  ${pathname}: ${JSON.stringify([...moments.saved])} became ${JSON.stringify([...moments.standing])}`)
  return counted
}

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
      await untilDraftStands(app.page)
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

import { openApp } from '#tests/support/browser.ts'
import { type Screen, shownAsSaved, typedFields, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import type { Page } from 'playwright-core'
import { compared, noEdits, print, type Tally, together } from './report.ts'

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

/** Characters by which the second screen goes beyond the first. */
function added(before: Screen, after: Screen): Screen {
  return new Map([...after].map(([path, text]) => [path, text.slice((before.get(path) ?? '').length)]))
}

/** What of the text shown as saved stands after the kill. */
function survived(saved: Screen, standing: Screen): Tally {
  let tally = noEdits
  for (const [path, text] of saved) {
    const found = standing.get(path) ?? ''
    const counted = compared(text, found)
    if (counted.lost > 0) print(`  ${path}: “${text}” became “${found}”`)
    tally = together(tally, counted)
  }
  return tally
}

/** SIGKILL to the whole browser at a random moment of a random edit script, again and again. */
export async function killBrowsers(kills: number, random: () => number, deadline: number): Promise<Tally> {
  const app = await openApp({ path: '/new' })
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
      tally = together(tally, survived(added(before, last ?? saved), added(before, standing)))
    }
  } finally {
    await app.close()
  }
  print(`${done} kills of the browser: ${tally.saved} edits shown as saved, ${tally.lost} lost`)
  return tally
}

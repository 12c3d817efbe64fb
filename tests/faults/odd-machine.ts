import { openApp } from '#tests/support/browser.ts'
import { type Screen, seeded, shownAsSaved, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import { fillDisk as breakDisk, freeDisk } from '#tests/support/full-disk.ts'
import { compared, type FaultRun, noEdits, type Tally, together } from './report.ts'
import type { Page } from 'playwright-core'

const yearMs = 365.25 * 24 * 3_600_000

/** Counts what was shown as saved against the draft as a fresh page reads it. */
async function reopened(page: Page, saved: Screen): Promise<Tally> {
  await page.reload()
  await untilDraftStands(page)
  let tally = noEdits
  for (const [path, text] of saved) {
    tally = together(tally, compared(text, await page.locator(`[data-path="${path}"]`).inputValue()))
  }
  return tally
}

/** The disk is full in the middle of an edit script. */
export async function fillDisk(rounds: number, random: () => number): Promise<FaultRun> {
  const app = await openApp({ path: '/new' })
  let tally = noEdits
  let refused = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      await app.page.goto(`${app.origin}/new`)
      await untilDraftStands(app.page)
      const before = await typeUntil(app.page, random, 4, new Map())
      await breakDisk(app.page)
      const saved = await typeWhileAllowed(app.page, random, before)
      await app.page.waitForTimeout(600)
      if (await app.page.getByRole('button', { name: '存到文件' }).isVisible()) refused += 1
      const shown = (await shownAsSaved(app.page)) ?? saved
      await freeDisk(app.page)
      tally = together(tally, await reopened(app.page, shown))
    }
  } finally {
    await app.close()
  }
  return { name: 'full disks', asked: rounds, done: rounds, tally, refused }
}

// Once the app has stopped the typing a field takes no more keys.
async function typeWhileAllowed(page: Page, random: () => number, before: Screen): Promise<Screen> {
  let saved = before
  for (let step = 0; step < 4; step += 1) {
    if (!(await page.locator('[data-path="basic.employer"]').isEditable())) break
    saved = await typeUntil(page, random, 1, saved)
  }
  return saved
}

const clocks = [10, -10, 0, -10, 10] as const

/** The clock of the machine stands ten years ahead or behind, and jumps between two saves. */
export async function shiftClock(seed: number): Promise<FaultRun> {
  const app = await openApp({ path: '/new' })
  let tally = noEdits
  const random = seeded(seed)
  try {
    await untilDraftStands(app.page)
    let saved: Screen = new Map()
    for (const years of clocks) {
      await app.page.clock.setFixedTime(Date.now() + years * yearMs)
      await app.page.reload()
      await untilDraftStands(app.page)
      const before = [...saved.values()].join('').length
      saved = await typeUntil(app.page, random, 8, saved)
      const { saved: all, lost } = await reopened(app.page, saved)
      tally = together(tally, { saved: all - before, lost })
    }
  } finally {
    await app.close()
  }
  return { name: 'clocks up to ten years wrong', asked: clocks.length, done: clocks.length, tally }
}

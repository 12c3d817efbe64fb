import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { type Screen, shownAsSaved, typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import { type Disk, mountDisk } from './small-disk.ts'
import { type FaultRun, noEdits, survived, together } from './report.ts'

const field = '[data-path="basic.employer"]'

/** Types much into one field until the app takes no more, as it must where nothing can be kept. */
async function typeUntilStopped({ page }: OpenedApp, before: Screen): Promise<Screen> {
  let saved = before
  for (let step = 0; step < 40 && (await page.locator(field).isEditable()); step += 1) {
    await page.locator(field).press('End')
    await page.locator(field).pressSequentially('某'.repeat(40))
    await page.waitForTimeout(300)
    saved = (await shownAsSaved(page)) ?? saved
  }
  return saved
}

/** What the file holds that the app offers when it cannot save; the browser may have lost its database. */
async function rescued(app: OpenedApp): Promise<string> {
  const file = await app.download(() => app.page.getByRole('button', { name: '存到文件' }).first().click())
  return file.text()
}

/** Whether what was shown as saved stands again: in the field, or else in what was rescued and kept beside the database. */
async function standingAfter(app: OpenedApp, address: string): Promise<string> {
  const { page } = app
  await page.goto(app.origin)
  const bringBack = page.getByRole('button', { name: '找回' })
  await page.waitForTimeout(1500)
  if (await bringBack.isVisible()) await bringBack.click()
  await page.waitForTimeout(500)
  await page.goto(`${app.origin}${address}`)
  await untilDraftStands(page)
  return page.locator(field).inputValue()
}

/** A copy is kept beside the database a few seconds after a pause, once the page has nothing better to do. */
async function untilKeptTwice(page: Page, address: string): Promise<void> {
  const id = address.split('/').at(-1) ?? ''
  await page.waitForFunction(async (wanted) => {
    const kept = await (await caches.open('caibao-second-copies')).keys()
    return kept.some(({ url }) => url.includes(wanted))
  }, id)
  await page.waitForTimeout(4000)
}

async function fillOnce(app: OpenedApp, disk: Disk, random: () => number): Promise<FaultRun> {
  const { page } = app
  await page.goto(`${app.origin}/new`)
  const address = await untilDraftStands(page)
  const before = await typeUntil(page, random, 4, new Map())
  await untilKeptTwice(page, address)
  disk.fill()
  const saved = await typeUntilStopped(app, before)
  const refused = (await page.getByRole('button', { name: '存到文件' }).isVisible()) ? 1 : 0
  disk.free()
  if (refused === 1) await page.getByRole('button', { name: '再试一次' }).click()
  await page.waitForTimeout(1500)
  // With room again what was stopped amid is kept, too; where the browser lost its database, the file has it.
  const kept = await shownAsSaved(page)
  const file = kept ? '' : await rescued(app)
  const shown = (kept ?? saved).get('basic.employer') ?? ''
  const standing = await standingAfter(app, address)
  const isInFile = file.includes(shown)
  const tally = survived({
    before: new Map(),
    saved: new Map([['basic.employer', shown]]),
    standing: new Map([['basic.employer', isInFile ? shown : standing]]),
  })
  return { name: 'disks without room', asked: 1, done: 1, tally, refused }
}

/** The disk under the profile has no byte left in the middle of an edit script, and has room again later. */
export async function fillRealDisk(rounds: number, random: () => number): Promise<FaultRun | undefined> {
  const disk = mountDisk()
  if (!disk) return undefined
  const app = await openApp({ keptProfile: join(disk.folder, 'profile') })
  const ended: FaultRun[] = []
  try {
    for (let round = 0; round < rounds; round += 1) ended.push(await fillOnce(app, disk, random))
  } finally {
    await app.close()
    disk.remove()
  }
  return {
    name: 'disks without room',
    asked: rounds,
    done: ended.length,
    tally: ended.map(({ tally }) => tally).reduce(together, noEdits),
    refused: ended.reduce((sum, { refused = 0 }) => sum + refused, 0),
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { untilDraftStands } from '#tests/support/random-typing.ts'
import { logOf, type Tear, tearLog } from '#tests/support/torn-log.ts'

const employerIn = (page: Page) => page.locator('[data-path="basic.employer"]')

async function typeAndSave(page: Page, text: string): Promise<void> {
  await employerIn(page).fill(text)
  await page.locator('.save-state').getByText('已保存').waitFor()
}

// How this engine keeps its databases is its own.
describe.runIf(hasDebugger)('a power cut', () => {
  let profile: string
  let app: OpenedApp
  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'caibao-torn-'))
    app = await openApp({ path: '/new', keptProfile: profile })
  })
  afterEach(async () => {
    await app.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test.each<Tear>(['header alone', 'first part alone'])(
    'amid a record of the log of the database, %s: what is saved after it outlives the next cut, and so does what was saved before',
    async (tear) => {
      const path = await untilDraftStands(app.page)
      await typeAndSave(app.page, '北流市第一中学')
      await app.kill()
      tearLog(profile, tear)
      const torn = logOf(profile)
      await app.relaunch(path)
      await untilDraftStands(app.page)
      expect(await employerIn(app.page).inputValue()).toBe('北流市第一中学')
      await typeAndSave(app.page, '北流市第一中学高中部')
      await expect.poll(() => logOf(profile)).not.toBe(torn)
      await app.kill()
      await app.relaunch(path)
      await untilDraftStands(app.page)
      expect(await employerIn(app.page).inputValue()).toBe('北流市第一中学高中部')
      expect(app.complaints).toEqual([])
    },
  )
})

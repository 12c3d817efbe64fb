import type { Page } from 'playwright-core'
import { openApp } from '#tests/support/browser.ts'
import { randomCharacter, untilDraftStands } from '#tests/support/random-typing.ts'
import { compared, type FaultRun, noEdits, print, together } from './report.ts'

const employerIn = (page: Page) => page.locator('[data-path="basic.employer"]')

/** Gives this tab the pen. */
async function takePen(page: Page): Promise<void> {
  if (await employerIn(page).isEditable()) return
  await page.getByRole('button', { name: '改在这里填写' }).click()
  await page.waitForFunction(() => {
    const field = document.querySelector<HTMLInputElement>('[data-path="basic.employer"]')
    return field !== null && !field.readOnly && !field.disabled
  })
}

async function typeIntoEither(tabs: readonly Page[], random: () => number, steps: number): Promise<string> {
  let model = ''
  for (let step = 0; step < steps; step += 1) {
    const tab = tabs[Math.floor(random() * tabs.length)]
    if (!tab) break
    await takePen(tab)
    const character = randomCharacter(random)
    await employerIn(tab).press('End')
    await employerIn(tab).pressSequentially(character)
    model += character
    if (random() < 0.3) await tab.waitForTimeout(random() * 400)
    if (random() < 0.1) {
      await tab.locator('.save-state').getByText('已保存').waitFor()
      await tab.reload()
      await untilDraftStands(tab)
    }
  }
  await Promise.all(tabs.map((tab) => tab.locator('.save-state').getByText('已保存').waitFor()))
  return model
}

/** Two tabs take the pen from each other at random moments; the model is the text in the order it was typed. */
export async function interleaveTabs(rounds: number, random: () => number, deadline: number): Promise<FaultRun> {
  const app = await openApp({ path: '/new' })
  let tally = noEdits
  let done = 0
  try {
    const other = await app.context.newPage()
    for (; done < rounds && Date.now() < deadline; done += 1) {
      await app.page.goto(`${app.origin}/new`)
      const pathname = await untilDraftStands(app.page)
      await other.goto(app.origin + pathname)
      await untilDraftStands(other)
      const model = await typeIntoEither([app.page, other], random, 6 + Math.floor(random() * 10))
      await other.reload()
      await untilDraftStands(other)
      const standing = await employerIn(other).inputValue()
      const counted = compared(model, standing)
      if (counted.lost > 0) print(`  tabs ${done}: “${model}” became “${standing}”`)
      tally = together(tally, counted)
    }
  } finally {
    await app.close()
  }
  return { name: 'scripts over two tabs', asked: rounds, done, tally }
}

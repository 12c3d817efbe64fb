import type { Page } from 'playwright-core'

/** The fields the random edit scripts type into: plain text, each as long as one likes. */
export const typedFields = ['basic.employer', 'basic.currentSpecialty', 'basic.address', 'basic.email'] as const

/** What stood in the fields, by path. */
export type Screen = ReadonlyMap<string, string>

/** A small seeded generator, so that a failing round can be run again. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** A Chinese character by chance. */
export const randomCharacter = (random: () => number): string =>
  String.fromCodePoint(0x4e00 + Math.floor(random() * 5000))

/** What stands in the fields if the page says 已保存 in the very same moment. */
export async function shownAsSaved(page: Page): Promise<Screen | undefined> {
  const shown = await page.evaluate((paths) => {
    if (!document.querySelector('.save-state')?.textContent?.includes('已保存')) return undefined
    const valueOf = (path: string): string =>
      document.querySelector<HTMLInputElement>(`[data-path="${path}"]`)?.value ?? ''
    return paths.map((path): [string, string] => [path, valueOf(path)])
  }, typedFields)
  return shown && new Map(shown)
}

/** Waits until the form of the draft stands; returns the address of the draft. Fails with what the page says instead. */
export async function untilDraftStands(page: Page): Promise<string> {
  await page
    .locator('[data-path="basic.employer"]')
    .waitFor()
    .catch(async (cause: unknown) => {
      // The page may hang or be gone: then that is what is told.
      const said = await page
        .locator('body')
        .innerText({ timeout: 5000 })
        .catch((unanswered: unknown) => `no answer (${String(unanswered)})`)
      throw new Error(`no form at ${page.url()}, but: ${said}`, { cause })
    })
  return new URL(page.url()).pathname
}

/** Types, leaves fields and looks at the save state until the moment comes; returns what was last shown as saved. */
export async function typeUntil(page: Page, random: () => number, steps: number, before: Screen): Promise<Screen> {
  let saved = before
  for (let step = 0; step < steps; step += 1) {
    const field = page.locator(`[data-path="${typedFields[Math.floor(random() * typedFields.length)]}"]`)
    if (random() < 0.2) await field.press('Tab')
    else {
      await field.press('End')
      await field.pressSequentially(randomCharacter(random))
    }
    if (random() < 0.5) await page.waitForTimeout(random() * 400)
    saved = (await shownAsSaved(page)) ?? saved
  }
  return saved
}

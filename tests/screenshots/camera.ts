import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const sizes = [
  // 400 % of a screen 1280 wide (WCAG 1.4.10).
  { name: 'narrow', width: 320, height: 640 },
  { name: 'phone', width: 360, height: 740 },
  { name: 'tablet', width: 820, height: 1180 },
  { name: 'desktop', width: 1366, height: 800 },
] as const
const schemes = ['light', 'dark'] as const
/** Colours the person chose for everything (WCAG: high contrast); on the desktop, where it is offered. */
const forced = 'desktop-forced'
const tallest = 2400

/** Every way a screen is looked at, such as `phone-dark`. */
export const looks: readonly string[] = [
  ...sizes.flatMap(({ name }) => schemes.map((scheme) => `${name}-${scheme}`)),
  forced,
]

interface CameraOptions {
  readonly folder: string
  readonly origin: string
  /** Which looks and screens are kept; all, if it says nothing. */
  readonly isWanted: (look: string, screen: string) => boolean
}

/** Takes pictures of the page it was given. */
export interface Camera {
  readonly page: Page
  /** Takes a picture of what stands on the screen, in every look. */
  readonly take: (screen: string) => Promise<void>
  readonly goTo: (path: string) => Promise<void>
  /** Does what leads to a screen and takes it; what fails is told at the end, and the other screens are taken. */
  readonly scene: (screen: string, act: () => Promise<unknown>) => Promise<void>
  /** What failed, and what is too wide or broken over two lines. */
  readonly faults: readonly string[]
}

/** Runs in the page: what a careful eye would object to. */
function flawsOf(): readonly string[] {
  const flaws: string[] = []
  const overflow = document.documentElement.scrollWidth - innerWidth
  if (overflow > 0) flaws.push(`${overflow} px wider than the screen`)
  for (const button of document.querySelectorAll<HTMLElement>('button, thead th')) {
    const text = button.textContent.trim()
    if (button.getClientRects().length === 0 || text.length === 0 || text.length > 12) continue
    const { fontSize } = getComputedStyle(button)
    const range = document.createRange()
    const words = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
    while (words.nextNode()) {
      // A name and what stands under it are two lines by intent; each by itself is one.
      range.selectNodeContents(words.currentNode)
      const tops = new Set(
        [...range.getClientRects()].filter(({ width }) => width > 1).map(({ bottom }) => Math.round(bottom / 12)),
      )
      const { height } = range.getBoundingClientRect()
      if (tops.size > 1 && height > Number.parseFloat(fontSize) * 2.6) flaws.push(`“${text}” stands on two lines`)
    }
  }
  return flaws
}

/** Two frames: what was sized or coloured anew has been drawn. */
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** Waits until nothing moves and no picture or font is on its way. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    const all = Promise.allSettled(moving.map(({ finished }) => finished))
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 500))])
  })
  await drawn(page)
}

/** A camera on a page; its pictures go to a folder per look. */
export function cameraOn(page: Page, { folder, origin, isWanted }: CameraOptions): Camera {
  const faults: string[] = []

  async function picture(look: string, screen: string, width: number): Promise<void> {
    const into = join(folder, look)
    await mkdir(into, { recursive: true })
    const height = await page.evaluate(() => Math.max(innerHeight, document.documentElement.scrollHeight))
    await page.screenshot({
      path: join(into, `${screen}.png`),
      fullPage: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, tallest) },
    })
  }

  async function noteFlaws(screen: string, size: string): Promise<void> {
    for (const flaw of await page.evaluate(flawsOf)) faults.push(`${screen}, ${size}: ${flaw}`)
  }

  async function take(screen: string): Promise<void> {
    if (!looks.some((look) => isWanted(look, screen))) return
    await untilStill(page)
    for (const { name, width, height } of sizes.filter((size) =>
      schemes.some((s) => isWanted(`${size.name}-${s}`, screen)),
    )) {
      await page.setViewportSize({ width, height })
      await untilStill(page)
      await noteFlaws(screen, name)
      for (const colorScheme of schemes) {
        const look = `${name}-${colorScheme}`
        if (!isWanted(look, screen)) continue
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await drawn(page)
        await picture(look, screen, width)
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    }
    const { width, height } = sizes[3]
    await page.setViewportSize({ width, height })
    await drawn(page)
    if (!isWanted(forced, screen)) return
    await page.emulateMedia({ forcedColors: 'active' })
    await drawn(page)
    await picture(forced, screen, width)
    await page.emulateMedia({ forcedColors: 'none' })
  }

  return {
    page,
    take,
    faults,
    async goTo(path) {
      await page.goto(`${origin}/${path}`)
      await page.getByRole('main').first().waitFor()
    },
    async scene(screen, act) {
      try {
        await act()
        await take(screen)
      } catch (problem) {
        faults.push(`${screen}: ${problem instanceof Error ? problem.message.split('\n')[0] : String(problem)}`)
      }
    },
  }
}

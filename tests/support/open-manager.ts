import type { BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from './engine.ts'
import { type Managing, managing } from './managing.ts'

/** A clerk at a device of their own. */
export interface Manager extends Managing {
  readonly page: Page
  readonly context: BrowserContext
  readonly profile: string
}

/** Opens the management edition of a server in a profile of its own; what the pages complain of is added to `complaints`. */
export async function openManager(origin: string, profile: string, complaints: string[] = []): Promise<Manager> {
  const context = await launchBrowser(profile, {}, complaints)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${origin}/unit`)
  return { ...managing({ page }), page, context, profile }
}

import { readFile } from 'node:fs/promises'
import type { BrowserContext } from 'playwright-core'

/** The most memory each kind of the browser's processes has held so far, in MB, from the system's own books (Linux). */
export async function mostHeld(context: BrowserContext): Promise<string> {
  const browser = context.browser()
  if (!browser) return 'memory not told'
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const held = await Promise.all(
    processInfo.map(async ({ id, type }) => ({ type, megabytes: await mostResident(id).catch(() => 0) })),
  )
  const most = (wanted: string): number =>
    Math.max(0, ...held.flatMap(({ type, megabytes }) => (type === wanted ? [megabytes] : [])))
  return `page and workers ${most('renderer')} MB, browser ${most('browser')} MB at most`
}

async function mostResident(id: number): Promise<number> {
  const [, kilobytes = '0'] = /VmHWM:\s*(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

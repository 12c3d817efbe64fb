import { type BrowserContext, chromium, firefox } from 'playwright-core'
import { findBrowser, findFirefox } from '#house/find-browser.mjs'
import { killProcessesOf } from './kill-processes.ts'
import { launchWebKit } from './webkit/webkit-context.ts'

/** What a browser is started with. */
export type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

/** The browser engines the tests can drive. */
export type Engine = 'chromium' | 'firefox' | 'webkit'

function engineFrom(name: string): Engine {
  if (name === 'chromium' || name === 'firefox' || name === 'webkit') return name
  throw new Error(`CAIBAO_ENGINE is chromium, firefox or webkit, not ${name}`)
}

/** The engine of this run; `CAIBAO_ENGINE` chooses it. */
export const engine = engineFrom(process.env['CAIBAO_ENGINE'] ?? 'chromium')

/** Whether the debugger of Chromium is there, for what no standard driver can do. */
export const hasDebugger = engine === 'chromium'
/** Whether a script can run before the page's own; WebDriver, which WebKitGTK is driven by, has no such command. */
export const canRunFirst = engine !== 'webkit'
/** Whether Tab comes back from the browser's own bar to the top of the page; only there no driver can follow it. */
export const tabComesRound = engine === 'chromium'
/** Whether a window that was given another size still has the focus; WebKitGTK's, on a screen without a window manager, has lost it. */
export const keepsFocusWhenSized = engine !== 'webkit'
/** Whether the driver's Ctrl+Z comes to the browser's own undo of what is typed; in WebKitGTK that is the window's, out of its driver's reach. */
export const undoesTyping = engine !== 'webkit'
/** Whether a profile is still there when the browser starts again; WebKitGTK's driven browser forgets everything. */
export const keepsProfile = engine !== 'webkit'

function programOf(name: Engine): string {
  const path = name === 'chromium' ? findBrowser() : findFirefox()
  if (path) return path
  throw new Error(
    name === 'chromium' ? 'no Chrome, Edge or Chromium found; set CHROME_PATH' : 'no Firefox found; set FIREFOX_PATH',
  )
}

const everywhere = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const

/** Where the browser of a profile puts what it downloads, if Playwright does not catch it. */
export const downloadsOf = (profile: string): string => `${profile}-downloads`

function launch(profile: string, options: LaunchOptions): Promise<BrowserContext> {
  if (engine === 'webkit') return launchWebKit(profile, downloadsOf(profile))
  const executablePath = programOf(engine)
  if (engine === 'firefox') {
    // The stock Firefox, driven by the standard WebDriver BiDi.
    return firefox.launchPersistentContext(profile, {
      channel: 'moz-firefox',
      executablePath,
      ...everywhere,
      ...options,
    })
  }
  // Chromium refuses its own sandbox only to root.
  const chromiumSandbox = process.getuid?.() !== 0
  return chromium.launchPersistentContext(profile, { executablePath, chromiumSandbox, ...everywhere, ...options })
}

/** Starts the browser on a profile folder; what its pages complain about is added to `complaints`. */
export async function launchBrowser(
  profile: string,
  options: LaunchOptions = {},
  complaints: string[] = [],
): Promise<BrowserContext> {
  const context = await launch(profile, options)
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  context.on('weberror', (problem) => complaints.push(String(problem.error())))
  return context
}

/** SIGKILL to the whole browser of a profile. */
export async function killBrowser(context: BrowserContext, profile: string): Promise<void> {
  const isGone = new Promise((resolve) => {
    context.once('close', resolve)
  })
  if (engine === 'chromium') await killChromium(context)
  else await killProcessesOf(profile)
  await isGone
}

async function killChromium(context: BrowserContext): Promise<void> {
  const browser = context.browser()
  if (!browser) throw new Error('this browser has no process of its own')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('the browser does not tell its process')
  // Playwright starts the browser as the leader of its own process group.
  process.kill(process.platform === 'win32' ? main.id : -main.id, 'SIGKILL')
}

import { type BrowserContext, chromium, firefox, type Page } from 'playwright-core'
import { findBrowser, findFirefox } from '#house/find-browser.mjs'
import { type Engine, engines, isThere } from './capabilities.ts'
import { takingBackCutOff } from './cut-off-parts.ts'
import { killProcessesOf } from './kill-processes.ts'
import { launchWebKit } from './webkit/webkit-context.ts'

/** What a browser is started with. */
export type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

function engineFrom(name: string): Engine {
  const found = engines.find((known) => known === name)
  if (found) return found
  throw new Error(`CAIBAO_ENGINE is ${engines.join(' or ')}, not ${name}`)
}

/** The engine of this run; `CAIBAO_ENGINE` chooses it. */
export const engine = engineFrom(process.env['CAIBAO_ENGINE'] ?? 'chromium')

// What they mean stands in the list.
export const hasDebugger = isThere('hasDebugger', engine)
export const hasPasskeyDevice = isThere('hasPasskeyDevice', engine)
export const writesFolders = isThere('writesFolders', engine)
export const canRunFirst = isThere('canRunFirst', engine)
export const knowsOffline = isThere('knowsOffline', engine)
export const tabComesRound = isThere('tabComesRound', engine)
export const opensPrivateWindow = isThere('opensPrivateWindow', engine)
export const forgetsSites = isThere('forgetsSites', engine)
export const keepsFocusWhenSized = isThere('keepsFocusWhenSized', engine)
export const undoesTyping = isThere('undoesTyping', engine)
export const queuesKeys = isThere('queuesKeys', engine)
export const keepsProfile = isThere('keepsProfile', engine)
export const tellsComplaints = isThere('tellsComplaints', engine)
export const movesMouse = isThere('movesMouse', engine)
export const hasStorageProcess = isThere('hasStorageProcess', engine)
export const holdsRequests = isThere('holdsRequests', engine)

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
      // The list of what was downloaded opens over the page and has the focus: a key would press nothing behind it.
      firefoxUserPrefs: { 'browser.download.alwaysOpenPanel': false },
      ...everywhere,
      ...options,
    })
  }
  // Chromium refuses its own sandbox only to root.
  const chromiumSandbox = process.getuid?.() !== 0
  return chromium.launchPersistentContext(profile, { executablePath, chromiumSandbox, ...everywhere, ...options })
}

/**
 * A server on this very machine is asked without any network, too: that a test pulled the wire is no complaint. A service
 * worker that was started since is not told of it, and meets the closed door of the server instead; that anything but
 * the interface is refused stays one.
 */
function isPulledWire(text: string, address: string): boolean {
  if (text === 'Failed to load resource: net::ERR_INTERNET_DISCONNECTED') return true
  return (
    text === 'Failed to load resource: net::ERR_CONNECTION_REFUSED' && new URL(address).pathname.startsWith('/api/')
  )
}

/** Starts the browser on a profile folder; what its pages complain about is added to `complaints`. */
export async function launchBrowser(
  profile: string,
  options: LaunchOptions = {},
  complaints: string[] = [],
): Promise<BrowserContext> {
  const context = await launch(profile, options)
  const takeBack = engine === 'firefox' ? takingBackCutOff(context, complaints) : undefined
  const complain = (page: Page | null, text: string): void => {
    complaints.push(text)
    takeBack?.(page, text)
  }
  context.on('console', (message) => {
    if (isPulledWire(message.text(), message.location().url)) return
    if (['error', 'warning'].includes(message.type())) complain(message.page(), message.text())
  })
  context.on('weberror', (problem) => complain(problem.page(), String(problem.error())))
  return context
}

/** SIGKILL to the process that keeps the databases, where it is one of its own. */
export async function killStorage(context: BrowserContext): Promise<void> {
  const kill: unknown = Reflect.get(context, 'killStorage')
  if (typeof kill !== 'function') throw new Error('this browser keeps its databases itself')
  await kill()
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

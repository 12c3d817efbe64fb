import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type Page, chromium } from 'playwright-core'
import { findBrowser } from '#house/find-browser.mjs'
import { type AppServer, startServer } from './app-server.ts'

type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

/** The app in a browser with a profile on the disk, served by the real server. */
export interface OpenedApp {
  /** The page and its context; new ones after `relaunch`. */
  readonly page: Page
  readonly context: BrowserContext
  readonly origin: string
  /** Warnings and errors of every page's console, content policy violations among them, and uncaught exceptions. */
  readonly complaints: readonly string[]
  /** Waits until the service worker has everything and controls the page. */
  untilOfflineReady(): Promise<void>
  /** No network: the browser is told so, and the server is really gone. */
  goOffline(): Promise<void>
  /** The server is back on the same address. */
  goOnline(): Promise<void>
  /** SIGKILL to the whole browser, as when the power goes. */
  kill(): Promise<void>
  /** Starts the browser again on the same profile and opens the address. */
  relaunch(path?: string): Promise<Page>
  /** Closes everything and removes the profile. */
  close(): Promise<void>
}

interface OpenOptions {
  readonly path?: string
  readonly launch?: LaunchOptions
}

/** Opens the built app in a fresh profile. */
export async function openApp({ path = '/', launch = {} }: OpenOptions = {}): Promise<OpenedApp> {
  const profile = await mkdtemp(join(tmpdir(), 'caibao-profile-'))
  const complaints: string[] = []
  let server: AppServer = await startServer()
  let isOffline = false
  let context = await launchBrowser(profile, launch, complaints)
  let page = await openPage(context, server.origin + path)

  return {
    get page() {
      return page
    },
    get context() {
      return context
    },
    origin: server.origin,
    complaints,
    async untilOfflineReady() {
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready
        if (navigator.serviceWorker.controller) return
        await new Promise((resolve) => {
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })
        })
      })
    },
    async goOffline() {
      isOffline = true
      await context.setOffline(true)
      await server.stop()
    },
    async goOnline() {
      server = await startServer(server.port)
      isOffline = false
      await context.setOffline(false)
    },
    async kill() {
      await killBrowser(context)
    },
    async relaunch(nextPath = '/') {
      await context.close()
      context = await launchBrowser(profile, launch, complaints)
      await context.setOffline(isOffline)
      page = await openPage(context, server.origin + nextPath)
      return page
    },
    async close() {
      await context.close()
      await server.stop()
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** Starts the browser on a profile folder; what its pages complain about is added to `complaints`. */
export async function launchBrowser(
  profile: string,
  launch: LaunchOptions = {},
  complaints: string[] = [],
): Promise<BrowserContext> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('no Chrome, Edge or Chromium found; set CHROME_PATH')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    // Chromium refuses its own sandbox only to root.
    chromiumSandbox: process.getuid?.() !== 0,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...launch,
  })
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  context.on('weberror', (problem) => complaints.push(String(problem.error())))
  return context
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(url)
  return page
}

async function killBrowser(context: BrowserContext): Promise<void> {
  const browser = context.browser()
  if (!browser) throw new Error('this browser has no process of its own')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('the browser does not tell its process')
  const isGone = new Promise((resolve) => {
    context.once('close', resolve)
  })
  // Playwright starts the browser as the leader of its own process group.
  process.kill(process.platform === 'win32' ? main.id : -main.id, 'SIGKILL')
  await isGone
}

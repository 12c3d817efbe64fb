import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { type AppServer, startServer } from './app-server.ts'
import { type DownloadedFile, downloadBy } from './download.ts'
import { downloadsOf, killBrowser, launchBrowser, type LaunchOptions } from './engine.ts'

/** The app in a browser with a profile on the disk, served by the real server. */
export interface OpenedApp {
  /** The page and its context; new ones after `relaunch`. */
  readonly page: Page
  readonly context: BrowserContext
  readonly origin: string
  /** The whole address of a page of the app, and the other way round. */
  readonly addressOf: (path: string) => string
  readonly pathOf: (address: string) => string
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
  /** Does something that downloads a file, and waits for the file. */
  download(act: () => Promise<unknown>): Promise<DownloadedFile>
  /** Closes everything and removes the profile. */
  close(): Promise<void>
}

interface OpenOptions {
  readonly path?: string
  readonly launch?: LaunchOptions
  /** What serves the app; on the given port again when it comes back. */
  readonly start?: (port?: number) => Promise<AppServer>
  /** A folder for the profile that outlives the app; a new one that goes with it when absent. */
  readonly keptProfile?: string
}

/** Opens the built app, in a fresh profile unless one is kept. */
export async function openApp({
  path = '/',
  launch = {},
  start = startServer,
  keptProfile,
}: OpenOptions = {}): Promise<OpenedApp> {
  const profile = keptProfile ?? (await mkdtemp(join(tmpdir(), 'caibao-profile-')))
  const complaints: string[] = []
  // Each takes a second or more, and neither needs the other.
  const opened = await Promise.all([start(), launchBrowser(profile, launch, complaints)])
  let server: AppServer = opened[0]
  let context = opened[1]
  // A file on the disk keeps its pages behind the hash.
  const isFile = server.origin.startsWith('file:')
  const addressOf = (to: string): string => `${server.origin}${isFile ? '#' : ''}${to}`
  let isOffline = false
  let page = await openPage(context, addressOf(path))

  return {
    get page() {
      return page
    },
    get context() {
      return context
    },
    origin: server.origin,
    addressOf,
    pathOf: (address) => (isFile ? new URL(address).hash.slice(1) : new URL(address).pathname),
    complaints,
    async untilOfflineReady() {
      if (isFile) return
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
      server = await start(server.port)
      isOffline = false
      await context.setOffline(false)
    },
    async kill() {
      await killBrowser(context, profile)
    },
    async relaunch(nextPath = '/') {
      await context.close()
      context = await launchBrowser(profile, launch, complaints)
      await context.setOffline(isOffline)
      page = await openPage(context, addressOf(nextPath))
      return page
    },
    download: (act) => downloadBy(page, profile, act),
    async close() {
      await context.close()
      await server.stop()
      for (const folder of keptProfile === undefined ? [profile, downloadsOf(profile)] : []) {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      }
    },
  }
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(url)
  return page
}

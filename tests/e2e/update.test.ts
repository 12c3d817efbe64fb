import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listBuiltFiles } from '#server/built-files.ts'
import { createApp } from '#server/create-app.ts'
import { listen } from '#server/listen.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { hasDebugger, launchBrowser } from '#tests/support/engine.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const lazyPart = '/assets/part-0ld0ld0l.js'

/** A build that is the real one but for its title and, in the old version, one part that is loaded late. */
async function makeBuild(folder: string, title: string, hasLazyPart: boolean): Promise<string> {
  await cp(dist, folder, { recursive: true, filter: (path) => !/(?:\.(?:br|gz)|hana-\d+\.pack)$/.test(path) })
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  await writeFile(join(folder, 'index.html'), page.replace(/<title>.*<\/title>/, `<title>${title}</title>`))
  const worker = await readFile(join(folder, 'service-worker.js'), 'utf8')
  const entries = hasLazyPart ? `{"revision":null,"url":"${lazyPart.slice(1)}"},` : ''
  const changed = worker
    .replace('[{"revision":', `[${entries}{"revision":`)
    .replace(/"revision":"\w+","url":"index\.html"/, `"revision":"${title}","url":"index.html"`)
  if (changed === worker) throw new Error('the list of files in the service worker looks different now')
  await writeFile(join(folder, 'service-worker.js'), changed)
  if (hasLazyPart) await writeFile(join(folder, lazyPart), 'export const version = "old"\n')
  return folder
}

/**
 * The browser stops an idle worker that is to be replaced, half a minute later if it handed out files just then.
 * It does not where a debugger holds the worker, as that of the tests does: there it is stopped by hand.
 */
async function stopHeldWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const held = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      if (active) resolve(active.versionId)
    }),
  )
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopWorker', { versionId: await held })
  await session.detach()
}

describe('an update', () => {
  let folder = ''
  let server: Server
  let context: BrowserContext
  let origin = ''
  let app: ReturnType<typeof createApp>

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-update-'))
    app = createApp(await listBuiltFiles(await makeBuild(join(folder, 'old'), 'old', true)))
    const answer = getRequestListener((request) => app.fetch(request))
    server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
    origin = `http://127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0 })}`
    context = await launchBrowser(join(folder, 'profile'))
  })
  afterEach(async () => {
    await context.close()
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  async function openTab(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(origin)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    return page
  }

  const titleServed = (page: Page): Promise<string> =>
    page.evaluate(async () => /<title>(.*)<\/title>/.exec(await (await fetch('/index.html')).text())?.[1] ?? '')
  const waitingState = (page: Page): Promise<string | undefined> =>
    page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state)
  const hasTakenOver = async (page: Page): Promise<boolean> => (await waitingState(page)) === undefined
  async function untilTakenOver(page: Page): Promise<void> {
    if (hasDebugger) {
      for (let asked = 0; asked < 12 && !(await hasTakenOver(page)); asked += 1) await sleep(1000)
      if (!(await hasTakenOver(page))) await stopHeldWorker(page)
    }
    await expect.poll(() => hasTakenOver(page), { timeout: 20_000 }).toBe(true)
  }
  // Past the browser's own cache, which keeps what is immutable.
  const lazyStatus = (page: Page): Promise<number> =>
    page.evaluate(async (path) => (await fetch(path, { cache: 'no-store' })).status, lazyPart)

  test('waits until it is asked for, and leaves the other tab what it began with', async () => {
    const first = await openTab()
    const second = await openTab()
    app = createApp(await listBuiltFiles(await makeBuild(join(folder, 'new'), 'new', false)))

    await first.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
    })
    // Polled from here: `waitForFunction` takes the promise of an async function for a yes.
    await expect.poll(() => waitingState(first), { timeout: 20_000 }).toBe('installed')
    await second.evaluate(() => Object.assign(window, { isStillHere: true }))
    await first.goto(`${origin}/guide`)
    expect(await titleServed(first)).toBe('old')

    await first.getByRole('button', { name: '现在更新' }).waitFor()
    expect(await findAxeViolations(first)).toEqual([])
    // While a worker hands out files, Chromium does not let the next take over, and looks again half a minute later.
    await first.evaluate(() => {
      const fetchOn = async (): Promise<void> => {
        while (!('isEnough' in window)) await (await fetch('/index.html')).text()
      }
      for (let lane = 0; lane < 4; lane += 1) void fetchOn()
    })
    await first.getByRole('button', { name: '现在更新' }).click()
    await first.getByText('正在换上新版本').waitFor()
    // Elsewhere the next takes over meanwhile.
    expect(hasDebugger ? await findAxeViolations(first) : []).toEqual([])
    expect(await first.getByRole('button', { name: '现在更新' }).isDisabled()).toBe(true)
    // Whoever types meanwhile keeps the page, and is asked again.
    await first.getByRole('searchbox').fill('证书管理号')
    await first.evaluate(() => Object.assign(window, { isEnough: true }))
    await untilTakenOver(first)
    await first.getByText('采报有新版本').waitFor()
    expect(await first.getByRole('searchbox').inputValue()).toBe('证书管理号')
    expect(await first.title()).toBe('old')
    await first.getByRole('button', { name: '现在更新' }).click()
    await expect.poll(() => first.title(), { timeout: 20_000 }).toBe('new')
    expect(await titleServed(first)).toBe('new')

    expect(await second.evaluate(() => 'isStillHere' in window)).toBe(true)
    expect(await lazyStatus(second)).toBe(200)

    await second.close()
    await first.reload()
    await expect.poll(() => lazyStatus(first)).toBe(404)
  }, 120_000)
})

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { killInGroup } from '../kill-processes.ts'

/** Key under which the protocol hands out elements (W3C WebDriver §12). */
export const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

/** An element of the page, as the protocol names it. */
export interface ElementReference {
  readonly [elementKey]: string
}

/** A running WebKitWebDriver with one browser. */
export interface WebDriver {
  /** Sends a command of the session; throws what the driver answers as an error. */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** SIGKILL to the process of this browser that keeps its databases. */
  killStorage(): Promise<void>
  stop(): Promise<void>
}

const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

/** What a page may take to load and a script to answer; a driver that takes longer than both does not answer any more. */
const pageLoadMs = 60_000
const scriptMs = 30_000
const longestCommandMs = 90_000
const longestFarewellMs = 5000

async function command(url: string, method: string, body?: unknown, longestMs = longestCommandMs): Promise<unknown> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(longestMs),
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' } }),
  })
  const { value }: { value: unknown } = await response.json()
  if (response.ok) return value
  const { error = 'unknown', message = '' } = Object(value)
  throw new Error(`${String(error)}: ${String(message)}`)
}

async function untilReady(base: string, driver: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (driver.exitCode !== null) throw new Error('xvfb-run and WebKitWebDriver are needed; see docs/architecture.md')
    const answer = await command(`${base}/status`, 'GET', undefined, longestFarewellMs).catch(() => undefined)
    if (answer !== undefined) return
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
  throw new Error('WebKitWebDriver does not answer')
}

/** Starts WebKitGTK's own browser on a screen of its own; what it downloads goes to the folder. */
export async function startWebKit(home: string, downloads: string): Promise<WebDriver> {
  await mkdir(join(home, '.config'), { recursive: true })
  await writeFile(join(home, '.config', 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`)
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const driver = spawn('xvfb-run', ['-a', '-s', '-screen 0 1366x900x24', 'WebKitWebDriver', `--port=${port}`], {
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      LANG: 'zh_CN.UTF-8',
      LANGUAGE: 'zh_CN',
      TZ: 'Asia/Shanghai',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // Its sandbox, like Chromium's, does not start for root.
      ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
    },
    stdio: 'ignore',
    detached: true,
  })
  /** The driver, its screen and its browser are one group of processes. */
  const end = (): void => {
    process.off('exit', end)
    try {
      if (driver.pid !== undefined) process.kill(-driver.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  process.on('exit', end)
  try {
    await untilReady(base, driver)
    return await openSession(base, end, driver.pid ?? 0)
  } catch (problem) {
    end()
    throw problem
  }
}

async function openSession(base: string, end: () => void, group: number): Promise<WebDriver> {
  const options = { binary: miniBrowser, args: ['--automation'] }
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } }
  const { sessionId } = Object(await command(`${base}/session`, 'POST', { capabilities }))
  const session = `${base}/session/${String(sessionId)}`
  await command(`${session}/timeouts`, 'POST', { pageLoad: pageLoadMs, script: scriptMs })
  // Its own option for this is not listened to when it is driven.
  await command(`${session}/window/rect`, 'POST', { x: 0, y: 0, width: 1366, height: 900 })
  return {
    send: (method, path, body) => command(session + path, method, body),
    killStorage: () => killInGroup(group, 'WebKitNetworkProcess'),
    async stop() {
      await command(session, 'DELETE', undefined, longestFarewellMs).catch(() => undefined)
      end()
    },
  }
}

import type { BrowserContext } from 'playwright-core'
import { startWebKit } from './web-driver.ts'
import { WebKitPage } from './webkit-page.ts'
import { WebKitWindows } from './windows.ts'

/** What the tests do that WebKitGTK's driver cannot is named, instead of failing somewhere else. */
function withNamedGaps<T extends object>(target: T, what: string): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key, object)
      if (value === undefined && typeof key === 'string' && !['then', 'toJSON', 'asymmetricMatch'].includes(key)) {
        throw new Error(`${what}.${key} is not there with WebKitGTK`)
      }
      return typeof value === 'function' ? value.bind(object) : value
    },
  })
}

/**
 * WebKitGTK's browser as a Playwright context, as far as the tests need it. It keeps nothing after it is closed, and
 * “no network” is the server that is gone.
 */
export async function launchWebKit(home: string, downloads: string): Promise<BrowserContext> {
  const driver = await startWebKit(home, downloads)
  const first = String(await driver.send('GET', '/window'))
  const windows = new WebKitWindows(driver, first)
  const open = (handle: string): WebKitPage => withNamedGaps(new WebKitPage(windows, handle), 'page')
  const pages = [open(first)]
  const context = {
    pages: () => pages,
    async newPage() {
      // Asked of a window that stands: the one that commands went to last may have been closed.
      const { handle } = Object(await windows.send(first, 'POST', '/window/new', { type: 'tab' }))
      const page = open(String(handle))
      pages.push(page)
      return page
    },
    async setOffline() {},
    on() {},
    once() {},
    killStorage: () => driver.killStorage(),
    close: () => driver.stop(),
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a part of the interface; the rest throws by name
  return withNamedGaps(context, 'context') as unknown as BrowserContext
}

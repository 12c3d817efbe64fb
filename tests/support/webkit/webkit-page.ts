import { setTimeout as wait } from 'node:timers/promises'
import { keyActions, typeActions } from './keys.ts'
import { type PageFunction, WebKitLocator, type WebKitTab } from './webkit-locator.ts'
import type { WebKitWindows } from './windows.ts'

// The driver compiles the function itself, so the page's content policy stays on.
// What cannot travel as JSON comes back as nothing, as with Playwright; as text, because the driver sorts the keys.
const inPage = (source: string): string => `
  const [argument, done] = arguments
  const travelling = (value) => { try { return JSON.stringify(value ?? null) ?? 'null' } catch { return 'null' } }
  Promise.resolve().then(() => (${source})(argument))
    .then((value) => done({ value: travelling(value) }), (thrown) => done({ thrown: String(thrown) }))`

/** What Playwright's page offers and the tests use, over WebDriver. */
export class WebKitPage extends WebKitLocator {
  readonly keyboard = {
    press: (combination: string) => this.#keys(keyActions(combination)),
    type: (text: string) => this.#keys(typeActions(text)),
    insertText: (text: string) => this.#keys(typeActions(text)),
  }
  readonly #windows: WebKitWindows
  readonly #handle: string
  readonly #state: { address: string; timeoutMs: number }

  constructor(windows: WebKitWindows, handle: string) {
    const state = { address: 'about:blank', timeoutMs: 30_000 }
    const send: WebKitTab['send'] = (method, path, body) => windows.send(handle, method, path, body)
    const sawAddress = (address: string): void => {
      state.address = address
    }
    super({ send, timeoutMs: () => state.timeoutMs, sawAddress }, [])
    this.#windows = windows
    this.#handle = handle
    this.#state = state
  }

  #send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    return this.#windows.send(this.#handle, method, path, body)
  }
  async #keys(actions: readonly unknown[]): Promise<void> {
    await this.#send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async goto(url: string): Promise<void> {
    await this.#send('POST', '/url', { url })
    this.#state.address = String(await this.#send('GET', '/url'))
  }
  async reload(): Promise<void> {
    await this.#send('POST', '/refresh')
  }
  async #move(path: '/back' | '/forward'): Promise<void> {
    await this.#send('POST', path)
    this.#state.address = String(await this.#send('GET', '/url'))
  }
  goBack(): Promise<void> {
    return this.#move('/back')
  }
  goForward(): Promise<void> {
    return this.#move('/forward')
  }
  url(): string {
    return this.#state.address
  }
  async title(): Promise<string> {
    return String(await this.#send('GET', '/title'))
  }
  override async evaluate(run: PageFunction, argument?: unknown): Promise<unknown> {
    if (typeof run === 'string') return this.#send('POST', '/execute/sync', { script: run, args: [] })
    const body = { script: inPage(run.toString()), args: [argument ?? null] }
    const answer = Object(await this.#send('POST', '/execute/async', body))
    if ('thrown' in answer) throw new Error(String(answer.thrown))
    return JSON.parse(String(answer.value)) ?? undefined
  }
  async waitForFunction(run: PageFunction, argument?: unknown): Promise<unknown> {
    const end = performance.now() + this.#state.timeoutMs
    for (;;) {
      const value = await this.evaluate(run, argument)
      if (value) return { jsonValue: () => Promise.resolve(value) }
      if (performance.now() > end) throw new Error('waited for a function of the page')
      await wait(40)
    }
  }
  async waitForURL(wanted: RegExp | string): Promise<void> {
    const end = performance.now() + this.#state.timeoutMs
    for (;;) {
      this.#state.address = String(await this.#send('GET', '/url'))
      if (typeof wanted === 'string' ? this.#state.address === wanted : wanted.test(this.#state.address)) return
      if (performance.now() > end) throw new Error(`waited for the address ${String(wanted)}`)
      await wait(40)
    }
  }
  async waitForTimeout(ms: number): Promise<void> {
    await wait(ms)
  }
  setDefaultTimeout(timeoutMs: number): void {
    this.#state.timeoutMs = timeoutMs
  }
  async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    // A window that is given another size has lost the focus: one that is as wide already is left alone.
    if ((await this.evaluate('return innerWidth')) === width) return
    await this.#send('POST', '/window/rect', { width, height })
  }
  async bringToFront(): Promise<void> {
    await this.#send('GET', '/title')
  }
  async close(): Promise<void> {
    await this.#windows.close(this.#handle)
  }
}

import type { WebDriver } from './web-driver.ts'

type Method = Parameters<WebDriver['send']>[0]

/**
 * The windows of one browser. The driver has one that commands go to: it is changed when all that another was told is
 * done, so that of two pages that work at the same moment neither is clicked for the other.
 */
export class WebKitWindows {
  readonly #driver: Pick<WebDriver, 'send'>
  readonly #underWay = new Set<Promise<unknown>>()
  #active: string
  #turn: Promise<unknown> = Promise.resolve()

  constructor(driver: Pick<WebDriver, 'send'>, active: string) {
    this.#driver = driver
    this.#active = active
  }

  async #begin(
    handle: string,
    method: Method,
    path: string,
    body: unknown,
  ): Promise<{ readonly sent: Promise<unknown> }> {
    if (this.#active !== handle) {
      await Promise.allSettled(this.#underWay)
      await this.#driver.send('POST', '/window', { handle })
      this.#active = handle
    }
    const sent = this.#driver.send(method, path, body)
    const isDone = (): void => void this.#underWay.delete(sent)
    this.#underWay.add(sent)
    sent.then(isDone, isDone)
    return { sent }
  }

  /** Sends a command to this window. */
  async send(handle: string, method: Method, path: string, body?: unknown): Promise<unknown> {
    const begun = this.#turn.then(() => this.#begin(handle, method, path, body))
    this.#turn = begun.catch(() => undefined)
    return (await begun).sent
  }

  /** Closes it: until another is named, commands go nowhere. */
  async close(handle: string): Promise<void> {
    await this.send(handle, 'DELETE', '/window')
    if (this.#active === handle) this.#active = ''
  }
}

import type { Page } from 'playwright-core'

/**
 * Lets the unit's store write so many times more; the next write waits until writes are released. What comes between two
 * writes can be looked at, however fast the machine is.
 */
export async function holdWritesAfter(page: Page, writes: number): Promise<void> {
  await page.evaluate((most) => {
    const request = LockManager.prototype.request.bind(navigator.locks)
    const released = new Promise((release) => Object.assign(window, { releaseWrites: release }))
    let written = 0
    // Named by the window: WebKit may throw away what is put on an object of its own that no script names.
    Object.assign(window, { locksHeld: navigator.locks, holdsWrite: false })
    Object.assign(navigator.locks, {
      async request(name: string, work: LockGrantedCallback<unknown>) {
        if (name.endsWith('-write') && (written += 1) > most) {
          Object.assign(window, { holdsWrite: true })
          await released
        }
        return request(name, work)
      },
    })
  }, writes)
}

/** Waits until a write is held back: what comes before it is done, however slow the machine is. */
export async function heldWrite(page: Page): Promise<void> {
  await page.waitForFunction(() => Reflect.get(window, 'holdsWrite') === true)
}

/** Lets what waits write. */
export async function releaseWrites(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(window, 'releaseWrites')())
}

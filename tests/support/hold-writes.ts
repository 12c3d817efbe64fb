import type { Page } from 'playwright-core'

/**
 * Lets the unit's store write so many times more; the next write waits for ever, as if the machine had stopped right
 * there. What comes between two writes can be looked at, however fast the machine is.
 */
export async function holdWritesAfter(page: Page, writes: number): Promise<void> {
  await page.evaluate((most) => {
    const request = navigator.locks.request.bind(navigator.locks)
    let written = 0
    Object.assign(navigator.locks, {
      request(name: string, work: LockGrantedCallback<unknown>) {
        if (!name.endsWith('-write')) return request(name, work)
        written += 1
        return written > most ? new Promise(() => undefined) : request(name, work)
      },
    })
  }, writes)
}

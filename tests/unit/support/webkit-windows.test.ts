import { expect, test } from 'vitest'
import type { WebDriver } from '#tests/support/webkit/web-driver.ts'
import { WebKitWindows } from '#tests/support/webkit/windows.ts'

/** A driver with one window that commands go to, which takes its time; and what was told to which window. */
function aDriver() {
  const told: string[] = []
  let active = 'a'
  const driver: Pick<WebDriver, 'send'> = {
    async send(_method, path, body) {
      // A command goes to the window that is active when the driver comes to it.
      await new Promise((resolve) => {
        setTimeout(resolve)
      })
      if (path === '/window') active = String(Object(body).handle)
      else told.push(`${active}${path}`)
      return undefined
    },
  }
  return { windows: new WebKitWindows(driver, 'a'), told }
}

test('what two pages do at the same moment goes to the window of each', async () => {
  const { windows, told } = aDriver()
  const pages = [
    ['a', '/find'],
    ['b', '/find'],
    ['a', '/click'],
    ['b', '/click'],
  ] as const
  await Promise.all(pages.map(([handle, path]) => windows.send(handle, 'POST', path)))
  expect(told).toEqual(['a/find', 'b/find', 'a/click', 'b/click'])
})

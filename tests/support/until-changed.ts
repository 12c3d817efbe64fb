import type { Locator, Page } from 'playwright-core'

/**
 * Does something and waits until what was shown before it has been drawn otherwise: however soon it looks the same again,
 * what is waited for next belongs to what was done.
 */
export async function untilChanged(page: Page, shown: Locator, act: () => Promise<void>): Promise<void> {
  await shown.evaluate((it) => {
    delete document.body.dataset['changed']
    const before = it.outerHTML
    const watching = new MutationObserver(() => {
      if (it.isConnected && it.outerHTML === before) return
      watching.disconnect()
      document.body.dataset['changed'] = ''
    })
    watching.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  })
  await act()
  await page.locator('body[data-changed]').waitFor({ state: 'attached' })
}

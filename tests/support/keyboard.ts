import type { Page } from 'playwright-core'
import { tabComesRound } from './engine.ts'

/** A person who has no mouse. */
export interface KeyboardPerson {
  /** Presses Tab until what has the focus is called so, if it is not already, and Shift+Tab from the end; fails when it never comes there. */
  tabTo(name: RegExp): Promise<void>
  /** Types into what has the focus and goes on with Enter. */
  enter(text: string): Promise<void>
  /** Types a query into the code field that has the focus and takes the entry of this name. */
  pick(query: string, name: string): Promise<void>
  press(...keys: readonly string[]): Promise<void>
  /** Name of what has the focus, as a screen reader says it. */
  focused(): Promise<string>
}

const mostSteps = 150

/** Drives a page with keys alone. */
export function keyboardPerson(page: Page): KeyboardPerson {
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: element } = document
      if (!element || element === document.body) return ''
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined
      const text = element.getAttribute('aria-label') ?? label ?? element.textContent ?? ''
      return text.replace(/\s+/gu, ' ').trim() || element.tagName
    })
  const isLastPlace = (): Promise<boolean> =>
    page.evaluate(() => {
      const candidates = document.querySelectorAll<HTMLElement>(
        'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]',
      )
      const places = [...candidates].filter(
        (element) =>
          element.tabIndex >= 0 &&
          !element.matches('[type=radio]:not(:checked)') &&
          !element.closest('[inert]') &&
          element.getClientRects().length > 0 &&
          getComputedStyle(element).visibility === 'visible',
      )
      return places.at(-1) === document.activeElement
    })
  return {
    focused,
    async tabTo(name) {
      const seen: string[] = [await focused()]
      if (name.test(seen[0] ?? '')) return
      let key = 'Tab'
      for (let step = 0; step < mostSteps; step += 1) {
        // Past the last place the browser's own bar would have the focus: from there the person goes back.
        if (!tabComesRound && (await isLastPlace())) key = 'Shift+Tab'
        await page.keyboard.press(key)
        const now = await focused()
        if (name.test(now)) return
        seen.push(now)
      }
      throw new Error(`Tab never comes to ${String(name)}; it comes to ${seen.join(' | ')}`)
    },
    async enter(text) {
      await page.keyboard.insertText(text)
      await page.keyboard.press('Enter')
    },
    async pick(query, name) {
      if (query === '') await page.keyboard.press('ArrowDown')
      else await page.keyboard.insertText(query)
      await page.getByRole('option').first().waitFor()
      for (let step = 0; step < 40; step += 1) {
        const active = await page.evaluate(() => {
          const id = document.activeElement?.getAttribute('aria-activedescendant') ?? ''
          return document.getElementById(id)?.textContent ?? ''
        })
        if (active !== '' && active.includes(name)) {
          await page.keyboard.press('Enter')
          return
        }
        await page.keyboard.press('ArrowDown')
      }
      throw new Error(`no option ${name} for ${query}`)
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key)
    },
  }
}

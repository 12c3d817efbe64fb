import type { Page } from 'playwright-core'

/**
 * Chinese that is shown or read out: all but what is marked as Chinese, stands in quotes, is a code's own name, or is
 * one of the texts that people gave.
 */
export function chineseOn(page: Page, given: readonly string[] = []): Promise<readonly string[]> {
  return page.evaluate((texts) => {
    const isOfficial = (element: Element): boolean =>
      element.closest('[lang="zh-CN"], [role="option"], script, style, noscript') !== null
    const shown: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement && !isOfficial(node.parentElement)) shown.push(node.textContent ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      if (isOfficial(element)) continue
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) shown.push(element.getAttribute(name) ?? '')
    }
    const withoutGiven = (text: string): string => texts.reduce((rest, part) => rest.replaceAll(part, ''), text)
    return shown
      .map((text) => withoutGiven(text.replace(/“[^”]*”/g, '')).trim())
      .filter((text) => /\p{Script=Han}/u.test(text))
  }, given)
}

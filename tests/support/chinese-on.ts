import type { Page } from 'playwright-core'

/**
 * Chinese that is shown or read out, its punctuation too: all but what is marked as Chinese, stands in quotes, is a code's
 * own name, or is one of the texts that people gave. And the other way round: words of another language that are marked
 * as Chinese, and would be read out as such.
 */
export function chineseOn(page: Page, given: readonly string[] = []): Promise<readonly string[]> {
  return page.evaluate((texts) => {
    const chinese = /[\p{Script=Han}\u3001\u3002\uff01-\uff5e]/u
    // No number or abbreviation, no address, and no pinyin with its tones.
    const foreignWord = /(?<![\p{L}\d@.-])[A-Z]?[a-z]{2,}(?![\p{L}\d@.-])/u
    const isForeign = (text: string): boolean =>
      !chinese.test(text) && foreignWord.test(text.replace(/\w+:\/\/\S+/g, ''))
    const isOfficial = (element: Element): boolean =>
      element.closest('[lang="zh-CN"], [role="option"], script, style, noscript') !== null
    const isCalledChinese = (element: Element): boolean => element.closest('[lang]')?.getAttribute('lang') === 'zh-CN'
    const shown: string[] = []
    const foreign: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement, textContent } = node
      const text = textContent ?? ''
      if (!parentElement) continue
      if (!isOfficial(parentElement)) shown.push(text)
      else if (isCalledChinese(parentElement) && isForeign(text)) foreign.push(text.trim())
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      if (isOfficial(element)) continue
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) shown.push(element.getAttribute(name) ?? '')
    }
    const withoutGiven = (text: string): string => texts.reduce((rest, part) => rest.replaceAll(part, ''), text)
    return [
      ...shown.map((text) => withoutGiven(text.replace(/“[^”]*”/g, '')).trim()).filter((text) => chinese.test(text)),
      ...foreign,
    ]
  }, given)
}

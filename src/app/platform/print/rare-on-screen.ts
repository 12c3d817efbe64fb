import type { PackEntry } from '#core/print/font-pack.ts'
import { keptFontPacks } from './font-source.ts'
import { packOfScreenFont, screenFontAddress } from './screen-font-address.ts'

const family = 'Rare Han'
const shown = new Set<string>()

function rangesOf({ ranges }: PackEntry): string {
  const spans: string[] = []
  for (let at = 0; at < ranges.length; at += 2)
    spans.push(`U+${ranges[at]?.toString(16)}-${(ranges[at + 1] ?? ranges[at])?.toString(16)}`)
  return spans.join(', ')
}

/** Behind all other fonts: only what they lack is drawn by it. */
function useFamily(): void {
  const { style } = document.documentElement
  const fonts = getComputedStyle(document.documentElement).getPropertyValue('--font')
  if (!fonts.includes(family)) style.setProperty('--font', `${fonts}, '${family}'`)
}

/**
 * Has text on the screen drawn with the glyphs kept for printing where the computer has no font for it: whoever chooses
 * among empty boxes chooses wrong. The browser asks for a font only when a character of its range is on the page.
 */
export async function showRareCharacters(): Promise<void> {
  // Only a worker that stands between the page and the network makes the fonts.
  if (!('serviceWorker' in navigator) || !navigator.serviceWorker.controller) return
  // Without an answer the text stays as the computer draws it.
  for (const pack of await keptFontPacks().catch(() => [])) {
    const address = screenFontAddress(pack.file)
    if (shown.has(address) || packOfScreenFont(address) === undefined) continue
    shown.add(address)
    document.fonts.add(new FontFace(family, `url(${address})`, { unicodeRange: rangesOf(pack) }))
  }
  if (shown.size > 0) useFamily()
}

// Controls, what has no shape or turns the direction of writing, halves of characters, and non-characters:
// they can disguise a text, and most of them may not stand in XML.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\uFFFE\uFFFF]|‹(?=U\+)/gu
const shown = /‹U\+([0-9A-F]{4,6})›/g
const lastCodePoint = 0x10_ff_ff

/** The text with everything unseen written out: a file name that runs backwards shows that it does. */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `‹U+${code}›`
  })
}

/** The text that {@link visibleText} wrote out. */
export function fromVisibleText(text: string): string {
  return text.replace(shown, (written, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code > lastCodePoint ? written : String.fromCodePoint(code)
  })
}

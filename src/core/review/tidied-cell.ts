// Nobody sees them: they come with what is pasted from web pages, and make another name of it.
const unseen = /[\s\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/gu

/** What stands in a cell of a list, without spaces. */
export const tidiedCell = (value: string | undefined): string => (value ?? '').normalize('NFC').replace(unseen, '')

/** A number or code in a cell of a list, whatever keyboard it was typed on. */
export const tidiedNumber = (value: string | undefined): string =>
  tidiedCell((value ?? '').normalize('NFKC')).toUpperCase()

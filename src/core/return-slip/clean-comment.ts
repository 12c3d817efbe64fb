import { cutText } from '#core/characters/cut-text.ts'
import { longestComment } from './return-slip.ts'

/**
 * A clerk's words as a slip may carry them. Cells of a table bring tabs, web pages and chats bring characters without
 * a shape: a slip with one of them could not be opened by anybody. What stays is printed as it is: nothing hides in it,
 * and a clerk may name a hidden character of a record as it is shown, ‹U+202E›.
 */
export function cleanComment(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Noncharacter_Code_Point}]/gu, '')
  return cutText(plain.trim(), longestComment).normalize('NFC')
}

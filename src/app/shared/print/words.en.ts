import type { Translation } from '#core/words/translation.ts'
import type { glyphWords, previewWords } from './words.zh-CN.ts'

/** {@link glyphWords} in English. */
export const glyphWordsEn: Translation<typeof glyphWords> = {
  glyphs: 'Rare glyphs',
  glyphsLead:
    'The glyphs of common characters are on this computer; those of rare ones are fetched in the background, to print without a network later.',
  glyphsStop: 'Not now',
  glyphsFetch: (megabytes) => `Fetch all rare glyphs (${megabytes} MB)`,
  glyphsShort: (percent) => `Glyphs ${percent}%`,
  glyphsRunning: (percent) => `Fetching rare glyphs in the background… ${percent}%`,
  glyphsInFile:
    'This single file carries the glyphs of some 20,000 characters, enough for nearly every name. Rarer ones are not in it and are named when printing: print those from the web or USB edition.',
  glyphsWhole: 'All glyphs are on this computer: any rare character prints without a network.',
}

/** {@link previewWords} in English. */
export const previewWordsEn: Translation<typeof previewWords> = {
  preview: 'Preview',
  tooLong: 'There are many pages, so they are not shown here; save the file and look at it there.',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
}

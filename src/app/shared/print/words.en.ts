import type { Translation } from '#core/words/translation.ts'
import type { glyphWords } from './words.zh-CN.ts'

/** {@link glyphWords} in English. */
export const glyphWordsEn: Translation<typeof glyphWords> = {
  glyphs: 'Rare glyphs',
  glyphsLead:
    'The glyphs of common characters are on this computer; rare ones are fetched when needed. To print where there is no network, fetch them all beforehand.',
  glyphsFetch: (megabytes) => `Fetch all rare glyphs (${megabytes} MB)`,
  glyphsRunning: (percent) => `Fetching rare glyphs… ${percent}%`,
  glyphsWhole: 'All glyphs are on this computer: any rare character prints without a network.',
}

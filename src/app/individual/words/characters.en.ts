import { counted, type Translation } from '#core/words/translation.ts'
import type { charactersWords } from './characters.zh-CN.ts'

/** {@link charactersWords} in English. */
export const charactersWordsEn: Translation<typeof charactersWords> = {
  title: 'Find a rare character',
  lead: 'Type pinyin (di), components (“由页”) or a code point (U+2CC56); choosing one puts it where the cursor stands.',
  query: 'Pinyin, components or code point',
  loading: 'Fetching the table…',
  found: (count) => counted(count, 'character'),
  shownFirst: (shown, all) => `The first ${shown} of ${all}. Another component narrows it down.`,
  nothing: 'Nothing was found. Try another component, or ask the police station for the Unicode code point.',
}

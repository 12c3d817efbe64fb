import type { Translation } from '#core/words/translation.ts'
import type { schemeNewsWords } from './words.zh-CN.ts'

/** {@link schemeNewsWords} in English. */
export const schemeNewsWordsEn: Translation<typeof schemeNewsWords> = {
  label: 'Scheme update',
  news: (version) =>
    `The server has a newer scheme, version ${version}. See what changes and compare the publisher before installing it; what was filled in stays as it is.`,
  look: 'Look at it',
  later: 'Not now',
}

import type { Translation } from '#core/words/translation.ts'
import type { givenUpWords } from './given-up.zh-CN.ts'

/** {@link givenUpWords} in English. */
export const givenUpWordsEn: Translation<typeof givenUpWords> = {
  field: (path, value) => `The scheme in use has no field “${path}”; what was filled in is “${value}”.`,
}

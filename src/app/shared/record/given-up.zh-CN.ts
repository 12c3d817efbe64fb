import { speak } from '#core/words/translation.ts'

/** Words of values whose field a later version of the scheme has no more. */
export const givenUpWords = speak('givenUpWords', {
  field: (path: string, value: string) => `现在的方案没有“${path}”这一栏，当时填的是“${value}”。`,
} as const)

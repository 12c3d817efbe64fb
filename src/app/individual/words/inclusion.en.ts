import type { Translation } from '#core/words/translation.ts'
import type { inclusionWords } from './inclusion.zh-CN.ts'

/** {@link inclusionWords} in English. */
export const inclusionWordsEn: Translation<typeof inclusionWords> = {
  title: 'Proof of reporting',
  unknown: 'The signature is valid. This submission is not on this computer: compare the check code.',
  ours: 'The signature is valid: the unit certifies that this submission, generated on this computer, was reported.',
  corrected:
    'The signature is valid: the unit certifies that this submission, generated on this computer, was reported after it changed what is listed below.',
  handedIn: 'Check code before the changes',
  changes: 'Changed by the unit',
  before: 'before',
  after: 'as reported',
  unit: 'Reported by',
  reportedAt: 'Reported',
  place: 'In the pack',
  placeOf: (position, count) => `number ${position} of ${count}`,
  fingerprint: 'Fingerprint of the unit (compare it with the published one)',
}

import { counted, type Translation } from '#core/words/translation.ts'
import type { recheckWords } from './recheck.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link recheckWords} in English. */
export const recheckWordsEn: Translation<typeof recheckWords> = {
  label: 'Checked again by the rules in use',
  doing: (version, done, of) => `Checking again by version ${version} of the scheme: ${done} of ${people(of)}`,
  notYet: 'Who has not been checked yet is neither passed with many others nor reported.',
  left: (count, version) =>
    `${people(count)} could not be checked by version ${version} of the scheme: not passed with many others.`,
  inError: (count) =>
    `By the rules in use, ${people(count)} who passed: errors. Nothing goes up before that is settled.`,
  show: (count) => `Show ${people(count)}`,
  leftLabel: 'Could not be checked by the rules in use',
  inErrorLabel: 'Passed, with errors by the rules in use',
}

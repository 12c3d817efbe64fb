import { expect, test } from 'vitest'
import { rosterGroup, rosterWords } from '#core/review/roster-words.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const column = (field: string) => ({ sheet: 'basic', field })

test('what is hidden in a value is written out on the roster: a text, a code nobody knows, its kept name, a date, what stands in no column of the scheme', async () => {
  const { bundle, tables } = await realCodes()
  const speech = { scheme: bundle.scheme, tables }
  const { basic } = aPerson()
  const record = {
    ...aPerson({
      basic: {
        ...basic,
        name: '黄\u202E莉',
        ethnicity: '\u20669',
        gender: '7',
        birthDate: '19\u200B79',
        gone: '\u202E',
      },
    }),
    names: { sex: { '7': '女\u202E' } },
  }
  const columns = ['name', 'ethnicity', 'gender', 'birthDate', 'gone'].map(column)
  const shown = ['黄‹U+202E›莉', '‹U+2066›9', '女‹U+202E›', '19‹U+200B›79', '‹U+202E›']
  expect(rosterWords(record, columns, speech)).toEqual(shown)
  expect(rosterGroup(record, speech)).toBe('女‹U+202E›')
})

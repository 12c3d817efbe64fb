import { afterEach, expect, test } from 'vitest'
import { dateInEnglish } from '#app/english/date-in-english.ts'
import { sayDatesBy, shownValue } from '#app/shared/form/shown-value.ts'
import { officialValue } from '#core/record/official-value.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'

const { bundle } = await loadScheme()
const fields = bundle.scheme.sheets.flatMap((sheet) => sheet.fields)
const born = fields.find(({ kind, ...field }) => kind === 'date' && 'precision' in field && field.precision === 'day')
const since = fields.find(
  ({ kind, ...field }) => kind === 'date' && 'precision' in field && field.precision === 'month',
)
const tables = { table: () => undefined }

afterEach(() => sayDatesBy(undefined))

test.each([
  ['Chinese', undefined, '1979年4月18日', '1993年7月'],
  ['English', dateInEnglish, '18 April 1979', 'July 1993'],
])('a date is shown in the language of the page, %s, and on paper as ever', (_, say, day, month) => {
  if (!born || !since) throw new Error('the scheme has dates of both kinds')
  sayDatesBy(say)
  expect([shownValue(born, '1979-04-18', tables), shownValue(since, '1993-07', tables)]).toEqual([day, month])
  const onPaper = [officialValue(born, '1979-04-18', tables), officialValue(since, '1993-07', tables)]
  expect(onPaper).toEqual(['1979年4月18日', '1993年7月'])
  expect(shownValue(since, '199313', tables)).toBe('199313')
})

import { beforeAll, describe, expect, test } from 'vitest'
import { givenUpValues, withoutGivenUp } from '#core/record/given-up.ts'
import { parseRecord } from '#core/record/parse-record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { basic, education } = aPerson()
const [first = {}, second = {}] = education
const record = {
  ...aPerson({ basic: { ...basic, salary: '3000' }, education: [first, { ...second, distance: '函授' }] }),
  schemeVersion: '2012.0',
}

describe('values whose field the scheme has given up', () => {
  let scheme: Scheme
  beforeAll(async () => {
    scheme = (await realCodes()).bundle.scheme
  })

  test('are told with their places, and left out without anything else being touched', () => {
    expect(givenUpValues(record, scheme)).toEqual([
      { path: 'basic.salary', value: '3000' },
      { path: 'education[1].distance', value: '函授' },
    ])
    const left = withoutGivenUp(record, scheme)
    expect(left).toEqual({ ...aPerson(), schemeVersion: '2012.0' })
    expect(givenUpValues(left, scheme)).toEqual([])
  })

  test('are read with a record that says it is of an earlier version, and with no other', () => {
    expect(parseRecord(record, scheme)).toMatchObject({ ok: true, value: { basic: { salary: '3000' } } })
    for (const schemeVersion of [scheme.version, '2012.2', 'latest']) {
      const other = { ...record, schemeVersion }
      expect(parseRecord(other, scheme)).toMatchObject({ ok: false, error: { code: 'RECORD_FIELD_UNKNOWN' } })
    }
    expect(parseRecord(record, scheme, 'same')).toMatchObject({ ok: false })
  })
})

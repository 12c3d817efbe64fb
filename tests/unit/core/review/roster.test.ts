import { describe, expect, test } from 'vitest'
import { rosterDigest, rosterValues, usualRosterColumns } from '#core/review/roster.ts'
import { aPerson } from '#tests/support/people.ts'

describe('the roster', () => {
  test('takes the value that counts from each sheet', () => {
    const titles = [
      { titleLevel: '5', qualificationName: 'low' },
      { titleLevel: '3', qualificationName: 'high' },
    ]
    expect(rosterValues(aPerson({ titles }), usualRosterColumns)).toEqual([
      '韦晓𬱖',
      '2',
      '452526197904182627',
      '21',
      'high',
      '',
      '052',
    ])
  })

  test('has one digest for the same people in any order, another for other people or columns', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
    const digest = await rosterDigest(usualRosterColumns, [a, b])
    expect(await rosterDigest(usualRosterColumns, [b, a])).toBe(digest)
    expect(await rosterDigest(usualRosterColumns, [a])).not.toBe(digest)
    expect(await rosterDigest(usualRosterColumns.slice(1), [a, b])).not.toBe(digest)
  })
})

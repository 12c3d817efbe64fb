import { expect, test } from 'vitest'
import { toldToServer } from '#core/sync/standing-signers.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const signed = (letter: string, revision: number, signer: string) => ({ ...arrivalOf(letter, revision), signer })

test('each step says by whose key the newest revision was signed that was there', () => {
  const trail = aTrail([
    signed('b', 2, 'second'),
    { kind: 'opened' },
    // An older one that comes late counts for nothing but itself.
    signed('a', 1, 'first'),
    { kind: 'passed', digest: 'b'.repeat(64) },
    signed('c', 3, 'third'),
    { kind: 'passed', digest: 'c'.repeat(64) },
  ])
  expect(toldToServer(trail).map(({ signer }) => signer)).toEqual([
    'second',
    'second',
    'first',
    'second',
    'third',
    'third',
  ])
  expect(toldToServer([])).toEqual([])
})

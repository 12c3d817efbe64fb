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

test('after a choice between two people the server is told whose it is, and that a lower count is newer', () => {
  const whose = (recordId: string, name: string) => ({ whose: { recordId, name, gender: '1' } })
  const [mistyped, owner] = [whose('mistyped', '马小云'), whose('owner', '罗文娟')]
  const trail = aTrail([
    { ...signed('a', 3, 'first'), ...mistyped },
    { ...signed('b', 4, 'second'), ...owner },
    { kind: 'chosen', digest: 'b'.repeat(64), reason: '与本人核对' },
    { ...signed('c', 5, 'first'), ...mistyped },
    { kind: 'chosen', digest: 'a'.repeat(64), reason: '与本人核对' },
    { kind: 'chosen', digest: 'b'.repeat(64), reason: '与本人核对' },
  ])
  expect(toldToServer(trail)).toEqual([
    { signer: 'first', rank: { revision: 3, corrections: 0 } },
    { signer: 'second', rank: { revision: 0, corrections: 0 } },
    { signer: 'second', rank: { revision: 4, corrections: 0 } },
    { signer: 'first', rank: { revision: 0, corrections: 0 } },
    { signer: 'first', rank: { revision: 3, corrections: 0 } },
    { signer: 'second', rank: { revision: 4, corrections: 0 } },
  ])
  const below = aTrail([
    { ...signed('a', 3, 'first'), ...mistyped },
    { ...signed('b', 1, 'second'), ...owner },
    { kind: 'chosen', digest: 'b'.repeat(64), reason: '与本人核对' },
    { ...signed('c', 2, 'second'), ...owner },
    { ...signed('d', 3, 'second'), ...owner },
  ])
  expect(toldToServer(below).flatMap(({ rank }) => rank ?? [])).toEqual([
    { revision: 3, corrections: 0 },
    { revision: 1, corrections: 0 },
    { revision: 1, corrections: 0 },
    { revision: 3, corrections: 1 },
    { revision: 3, corrections: 2 },
  ])
})

test('a choice among submissions of one person says nothing of somebody else', () => {
  const whose = { recordId: 'owner', name: '罗文娟', gender: '2' }
  const trail = aTrail([
    { ...signed('a', 1, 'first'), whose },
    { ...signed('b', 2, 'second'), whose },
    { kind: 'chosen', digest: 'a'.repeat(64), reason: '这一版才对' },
  ])
  expect(toldToServer(trail).at(-1)).toEqual({ signer: 'first' })
})

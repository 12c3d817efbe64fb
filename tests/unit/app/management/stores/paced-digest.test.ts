import { expect, test } from 'vitest'
import { pacedRosterDigest } from '#app/management/stores/paced-digest.ts'
import { rosterDigest } from '#core/review/roster.ts'

const digests = Array.from({ length: 3000 }, (_, at) => at.toString(16).padStart(64, '0'))

test('the digest of a roster is the same with a breath on the way', async () => {
  expect(await pacedRosterDigest(digests)).toBe(await rosterDigest(digests))
  expect(await pacedRosterDigest([])).toBe(await rosterDigest([]))
})

test('whatever waits has its turn before the digest of thousands is made', async () => {
  let turns = 0
  const timer = setInterval(() => (turns += 1))
  await pacedRosterDigest(digests)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(0)
})

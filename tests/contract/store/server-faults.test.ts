import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { killServers, sendOverBadLine } from '#tests/faults/server/accidents.ts'
import { aPlace, type Place } from '#tests/faults/server/place.ts'
import { seeded } from '#tests/support/random-typing.ts'

// The whole of it is `npm run bench:server-faults`.
// Starting a process again and again is slow on a busy machine.
describe('a server in trouble', { timeout: 180_000 }, () => {
  let place: Place
  beforeEach(async () => {
    place = await aPlace()
  })
  afterEach(() => place.remove())

  test('killed three times under load loses nothing it acknowledged and has nothing twice', async () => {
    const outcome = await killServers(place, 3, seeded(7))
    expect(outcome).toMatchObject({ lost: 0, twice: 0, isLogWhole: true, acknowledged: 1000 })
  })

  test('behind a line that drops, delays, repeats and cuts has each submission once in the end', async () => {
    const outcome = await sendOverBadLine(place, 60, seeded(7))
    expect(outcome).toMatchObject({ lost: 0, twice: 0, isLogWhole: true, acknowledged: 60 })
    expect(outcome.retries).toBeGreaterThan(0)
  })
})

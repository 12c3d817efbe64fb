import { beforeAll, describe, expect, test } from 'vitest'
import { openStep, sealStep } from '#core/sync/sealed-step.ts'
import { pushedEventSchema } from '#core/sync/replication.ts'
import { blindCaseId, deriveUnitSecret, type UnitSecret } from '#core/sync/unit-secret.ts'
import * as v from 'valibot'
import type { OpeningKey } from '#core/unit/unit.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { anOpeningKey } from '#tests/support/units.ts'

const [arrival, passing] = aTrail([arrivalOf('a', 2), { kind: 'passed', digest: 'a'.repeat(64) }])
if (!arrival || !passing) throw new Error('no trail')
let key: OpeningKey
let ours: UnitSecret
let foreign: UnitSecret
beforeAll(async () => {
  key = await anOpeningKey()
  ours = await deriveUnitSecret(key)
  foreign = await deriveUnitSecret(await anOpeningKey())
})

test('a case goes by the same name on every device of the unit', async () => {
  const another = await deriveUnitSecret(key)
  expect(await blindCaseId(another, 'id:1')).toBe(await blindCaseId(ours, 'id:1'))
})

test('keys that were changed leave names as they were, and open what was sealed before', async () => {
  const next = await anOpeningKey()
  const changed = await deriveUnitSecret(next, [key])
  expect(await blindCaseId(changed, 'id:1')).toBe(await blindCaseId(ours, 'id:1'))
  expect(await openStep(await sealStep(passing, ours), changed)).toMatchObject({ ok: true })
  const after = await sealStep(passing, changed)
  expect(await openStep(after, changed)).toMatchObject({ ok: true })
  // Whoever has only the old key is left out.
  expect(await openStep(after, ours)).toMatchObject({ ok: false })
})

describe('a sealed step', () => {
  test('comes back as it was, with the slip it speaks of', async () => {
    const sealed = await sealStep(passing, ours, { slip: '退回单' })
    expect(v.is(pushedEventSchema, sealed)).toBe(true)
    expect(await openStep(sealed, ours)).toEqual({ ok: true, value: { event: passing, slip: '退回单' } })
  })

  test('tells the server kind, payload and place, and nothing of the person', async () => {
    const sealed = await sealStep(arrival, ours)
    expect(sealed.step).toMatchObject({ kind: 'sealed', as: 'received', digest: 'a'.repeat(64), revision: 2 })
    expect(JSON.stringify(sealed)).not.toMatch(/452526|r2\.rpu/)
    // What names another person changes nothing there: it is older than whatever is.
    expect((await sealStep(arrival, ours, { rank: { revision: 0, corrections: 0 } })).step).toMatchObject({
      revision: 0,
      corrections: 0,
    })
    // By which key what arrived was signed: a claim of its digest that another key signed is none.
    const device = 'd'.repeat(43)
    const [signed] = aTrail([{ ...arrivalOf('a', 2), signer: device }])
    expect(signed && (await sealStep(signed, ours)).step).toMatchObject({ device })
    expect((await sealStep(passing, ours, { signer: device })).step).toMatchObject({ as: 'passed', device })
    expect((await sealStep(passing, ours, { signer: 'nobody' })).step).not.toHaveProperty('device')
    // A choice has a rank only where it makes the case somebody else's.
    const choice = { ...passing, step: { kind: 'chosen', digest: 'a'.repeat(64), reason: '与本人核对' } } as const
    expect((await sealStep(choice, ours)).step).not.toHaveProperty('revision')
    expect((await sealStep(choice, ours, { rank: { revision: 2, corrections: 0 } })).step).toMatchObject({
      revision: 2,
    })
    expect(sealed.caseId).not.toBe(await blindCaseId(foreign, arrival.caseId))
  })

  test('is refused from whoever is not of the unit, or when something else stands outside', async () => {
    const refused = { ok: false, error: { code: 'SYNC_STEP_UNREADABLE' } }
    const sealed = await sealStep(passing, ours)
    const other = await sealStep(arrival, ours)
    if (sealed.step.kind !== 'sealed') throw new Error('not sealed')
    const changed = [
      await sealStep(passing, foreign),
      { ...sealed, step: passing.step },
      { ...sealed, step: other.step },
      { ...sealed, id: crypto.randomUUID() },
      { ...sealed, caseId: other.caseId.toLowerCase() },
      { ...sealed, step: { ...sealed.step, digest: 'b'.repeat(64) } },
      { ...sealed, step: { ...sealed.step, as: 'returned' as const } },
      { ...sealed, step: { ...sealed.step, content: `${sealed.step.content.slice(0, -2)}AA` } },
    ]
    for (const event of changed) expect(await openStep(event, ours)).toMatchObject(refused)
  })
})

import { expect, test } from 'vitest'
import { noFindings } from '#tests/support/case-rows.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'
import { aLevelHolding, arrivingAs, digest, school } from '#tests/support/withdrawals.ts'

const block = { id: 'block', digests: [digest('a')], sealed: { iv: new Uint8Array(), data: new Uint8Array() } }

/** What a clerk of the bureau is told of somebody of this unit, who handed in there or is in a pack. */
async function notesOf(employer: string, unit?: string) {
  const arriving = { ...arrivingAs('P', school, 'a', 1), employer }
  const from = { fileName: 'a.rpu', ...(unit !== undefined && { unit }) }
  const plan = aLevelHolding({}, {}, {}, (name) => name === aUnit.name)
  const received = await plan.receive({ arriving, findings: noFindings }, block, from)
  return received.ok ? received.value.notes : [received.error.code]
}

test('somebody of another unit is told of: one the register knows has its right name already', async () => {
  expect(await notesOf('没听说过的单位')).toEqual(['foreignUnit'])
  expect(await notesOf('')).toEqual(['foreignUnit'])
  expect(await notesOf(aUnit.name)).toEqual(['lowerUnit'])
})

test('nothing is said of one’s own people, nor of whom a unit below reports', async () => {
  expect(await notesOf(aBureau.name)).toEqual([])
  expect(await notesOf(aUnit.name, aUnit.name)).toEqual([])
  expect(await notesOf('没听说过的单位', aUnit.name)).toEqual([])
})

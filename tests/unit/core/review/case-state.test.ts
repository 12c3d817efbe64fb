import { expect, test } from 'vitest'
import { caseStates, stateAfter } from '#core/review/case-state.ts'
import type { ReviewStep } from '#core/review/review-event.ts'

// Written by hand: where a step (row) leads from a state (column); a dash is a step that cannot be taken there.
const table = `
step           none  received  checking  returned  passed    reported  setAside
received   received  received  received  received  received  received  setAside
opened            -  checking  checking  -         -         -         -
ticked            -  checking  checking  -         -         -         -
chosen            -  received  checking  checking  checking  -         -
corrected         -  checking  checking  -         -         -         -
returned          -  returned  returned  -         -         -         -
passed            -  passed    passed    -         -         -         -
reopened          -  -         -         checking  checking  checking  -
setAside          -  setAside  setAside  setAside  setAside  setAside  -
takenBack         -  -         -         -         -         -         checking
reported          -  received  checking  returned  reported  reported  setAside
withdrawn         -  received  checking  returned  passed    reported  setAside
letGo             -  received  checking  returned  passed    reported  setAside
nobodyReports     -  setAside  setAside  setAside  setAside  setAside  setAside
unsettled         -  received  received  received  received  received  received
`
const [[, ...columns] = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split(/ +/))

const kinds: Readonly<Record<ReviewStep['kind'], true>> = {
  received: true,
  opened: true,
  ticked: true,
  chosen: true,
  corrected: true,
  returned: true,
  passed: true,
  reopened: true,
  setAside: true,
  takenBack: true,
  reported: true,
  withdrawn: true,
  letGo: true,
  nobodyReports: true,
  unsettled: true,
}
const isKind = (kind: string): kind is ReviewStep['kind'] => kind in kinds

test.each(rows.map(([kind = '', ...led]) => ({ kind, led })))(
  'a step leads from each state where it should, and is refused elsewhere: $kind',
  ({ kind, led }) => {
    if (!isKind(kind)) throw new Error(kind)
    expect((['none', ...caseStates] as const).map((state) => stateAfter(state, kind) ?? '-')).toEqual(led)
  },
)

test('the table has every state and every step', () => {
  expect(columns).toEqual(['none', ...caseStates])
  expect(rows.map(([kind]) => kind)).toEqual(Object.keys(kinds))
})

import { expect, test } from 'vitest'
import { lineOf, receivedItems } from '#app/management/components/receive/received-lines.ts'

test('a refused file is a line with its reason, a file of several people a line for each', () => {
  const people = ['韦', '覃'].map((name) => ({ caseId: name, name, kind: 'new', notes: [], digest: '' }) as const)
  const made = receivedItems(
    [
      { fileName: '坏.rpu', people: [], error: { code: 'SUBMISSION_NOT_ONE', params: {} } },
      { fileName: '包.rpz', people },
    ],
    0,
  )
  expect(made.map(lineOf).map(({ outcome, name, notes }) => [outcome, name, notes.length])).toEqual([
    ['refused', '', 1],
    ['new', '韦', 0],
    ['new', '覃', 0],
  ])
})

import { describe, expect, test } from 'vitest'
import {
  type ItemGroup,
  lineOf,
  type ReceivedItem,
  receivedItems,
  windowOf,
  withMoreItems,
} from '#app/management/components/receive/received-lines.ts'

const items = (from: number, to: number): readonly ReceivedItem[] =>
  Array.from({ length: to - from }, (_, at) => ({ at: from + at, file: { fileName: `${from + at}`, people: [] } }))
const placesOf = (groups: readonly ItemGroup[]): readonly number[] =>
  groups.flatMap((group) => group.items.map(({ at }) => at))

describe('groups of lines', () => {
  test('hold every line in order, each group beginning where the one before ends', () => {
    const groups = [0, 7, 60, 61, 200].reduce<readonly ItemGroup[]>(
      (made, from, at, all) => withMoreItems(made, items(from, all[at + 1] ?? 333)),
      [],
    )
    expect(placesOf(groups)).toEqual(items(0, 333).map(({ at }) => at))
    expect(groups.map(({ at }) => at)).toEqual(groups.map((_, index) => index * 50))
  })

  test('that are full stay the very same', () => {
    const before = withMoreItems([], items(0, 120))
    const after = withMoreItems(before, items(120, 130))
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(after[0]).toBe(before[0])
    expect(after[2]).not.toBe(before[2])
  })
})

describe('the window on the groups', () => {
  const groups = withMoreItems([], items(0, 1000))

  test('holds what lies in it, and space for all the rest', () => {
    const { drawn, above, below } = windowOf(groups, () => 100, { from: 250, until: 500 })
    expect(drawn.map(({ at }) => at)).toEqual([100, 150, 200])
    expect([above, below]).toEqual([200, 1500])
  })

  test('is never higher or lower than the whole', () => {
    for (const from of [-1000, 0, 777, 1950, 5000]) {
      const { drawn, above, below } = windowOf(groups, () => 100, { from, until: from + 300 })
      expect(above + below + drawn.length * 100).toBe(2000)
    }
  })
})

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

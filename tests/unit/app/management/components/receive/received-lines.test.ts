import { describe, expect, test } from 'vitest'
import { type LineGroup, type ReceivedLine, withMoreLines } from '#app/management/components/receive/received-lines.ts'

const lines = (from: number, to: number): readonly ReceivedLine[] =>
  Array.from({ length: to - from }, (_, at) => ({
    id: `${from + at}`,
    fileName: '',
    outcome: 'new',
    name: '',
    notes: [],
  }))
const idsOf = (groups: readonly LineGroup[]): readonly string[] =>
  groups.flatMap((group) => group.lines.map(({ id }) => id))

describe('groups of lines', () => {
  test('hold every line in order, each group beginning where the one before ends', () => {
    const groups = [0, 7, 60, 61, 200].reduce<readonly LineGroup[]>(
      (made, from, at, all) => withMoreLines(made, lines(from, all[at + 1] ?? 333)),
      [],
    )
    expect(idsOf(groups)).toEqual(lines(0, 333).map(({ id }) => id))
    expect(groups.map(({ at }) => at)).toEqual(groups.map((_, index) => index * 50))
  })

  test('that are full stay the very same', () => {
    const before = withMoreLines([], lines(0, 120))
    const after = withMoreLines(before, lines(120, 130))
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(after[0]).toBe(before[0])
    expect(after[2]).not.toBe(before[2])
  })
})

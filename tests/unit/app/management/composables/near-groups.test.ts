import { describe, expect, test } from 'vitest'
import { type LineGroup, windowOf, withMoreLines } from '#app/management/composables/near-groups.ts'

const lines = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, at) => from + at)

describe('groups of lines', () => {
  test('hold every line in order, each group beginning where the one before ends', () => {
    const groups = [0, 7, 60, 61, 200].reduce<readonly LineGroup<number>[]>(
      (made, from, at, all) => withMoreLines(made, lines(from, all[at + 1] ?? 333)),
      [],
    )
    expect(groups.flatMap(({ items }) => items)).toEqual(lines(0, 333))
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

describe('the window on the groups', () => {
  const groups = withMoreLines([], lines(0, 1000))

  const shown = (from: number, until: number, isKept: (group: LineGroup<number>) => boolean = () => false) =>
    windowOf(groups, () => 100, { from, until, isKept })

  test('holds what lies in it, and space for all the rest', () => {
    const { drawn, below } = shown(250, 500)
    expect(drawn.map(({ group, above }) => [group.at, above])).toEqual([
      [100, 200],
      [150, 0],
      [200, 0],
    ])
    expect(below).toBe(1500)
  })

  test('holds what is kept wherever it lies, with the space before it', () => {
    const { drawn, below } = shown(500, 650, ({ at }) => at === 0 || at === 100 || at === 950)
    expect(drawn.map(({ group, above }) => [group.at, above])).toEqual([
      [0, 0],
      [100, 100],
      [250, 200],
      [300, 0],
      [950, 1200],
    ])
    expect(below).toBe(0)
  })

  test('is never higher or lower than the whole', () => {
    for (const from of [-1000, 0, 777, 1950, 5000]) {
      const { drawn, below } = shown(from, from + 300, ({ at }) => at === 400)
      expect(drawn.reduce((sum, { above }) => sum + above + 100, below)).toBe(2000)
    }
  })
})

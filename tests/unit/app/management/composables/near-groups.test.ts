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

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPath, parsePath } from '#core/record/field-path.ts'

describe('a path', () => {
  test('is read as it is written', () => {
    expect(parsePath('titles[1].reviewCommittee')).toEqual({ sheet: 'titles', row: 1, field: 'reviewCommittee' })
    expect(parsePath('basic.name')).toEqual({ sheet: 'basic', field: 'name' })
    expect(parsePath('education')).toEqual({ sheet: 'education' })
    for (const text of ['titles[1].reviewCommittee', 'basic.name', 'titles[3]', 'education']) {
      expect(formatPath(parsePath(text) ?? { sheet: '' })).toBe(text)
    }
  })

  test('that is none is told', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const path = parsePath(text)
        expect(path === undefined || formatPath(path) === text || path.sheet === 'basic' || /\[0\d/.test(text)).toBe(
          true,
        )
      }),
    )
    expect(parsePath('')).toBeUndefined()
    expect(parsePath('titles[x].a')).toBeUndefined()
  })
})

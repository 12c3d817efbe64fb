import { beforeAll, describe, expect, test } from 'vitest'
import { countBySheet, sheetStates } from '#app/individual/stores/sheet-state.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let scheme: Scheme
beforeAll(async () => {
  scheme = (await realCodes()).bundle.scheme
}, 60_000)

describe('the state of a sheet', () => {
  test('is neither done nor to be left empty before the rules have looked', () => {
    const person = aPerson({ titles: [], awards: [] })
    const states = sheetStates(scheme, person, undefined)
    expect(states.filter(({ isDone }) => isDone)).toEqual([])
    expect(states.filter(({ summary }) => summary === '').map(({ sheet }) => sheet.key)).toEqual(
      expect.arrayContaining(['titles', 'awards']),
    )
  })

  test('is told once they have', () => {
    const missing = { rule: 'X', kind: 'missing', path: 'titles', severity: 'error', message: '' } as const
    const states = sheetStates(scheme, aPerson({ titles: [], awards: [] }), countBySheet([missing]))
    const stateOf = (key: string) => states.find(({ sheet }) => sheet.key === key)
    expect(stateOf('titles')).toMatchObject({ open: 1, isDone: false })
    expect(stateOf('awards')).toMatchObject({ open: 0, summary: '留空' })
    expect(stateOf('education')).toMatchObject({ open: 0 })
  })
})

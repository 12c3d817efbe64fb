import { beforeAll, describe, expect, test } from 'vitest'
import { branchesIn, groupToOpen } from '#app/shared/form/code-branches.ts'
import type { CodeEntry, CodeTable } from '#core/codes/code-table.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'

let table: CodeTable
beforeAll(async () => {
  const found = (await loadScheme()).tables.table('divisions_current')
  if (!found) throw new Error('no such table')
  table = found
})

const all = (): boolean => true
const ofYulin = ({ code }: CodeEntry): boolean => code.startsWith('4509')
const codes = (group: string | undefined, accept: typeof ofYulin) =>
  branchesIn(table, group, accept).map(({ entry }) => entry.code)

describe('a tree of codes', () => {
  test('leaves out groups of which the other fields leave nothing', () => {
    expect(codes(undefined, all).length).toBeGreaterThan(30)
    expect(codes(undefined, ofYulin)).toEqual(['450000'])
    expect(codes('450000', ofYulin)).toEqual(['450900'])
    expect(codes('450900', ofYulin)).toContain('450981')
    expect(codes('430000', ofYulin)).toEqual([])
  })

  test('tells which line leads on and which can be taken', () => {
    const [guangxi] = branchesIn(table, undefined, ofYulin)
    expect(guangxi).toMatchObject({ isTakeable: false, leadsOn: true })
    const county = branchesIn(table, '450900', ofYulin).find(({ entry }) => entry.code === '450981')
    expect(county).toMatchObject({ isTakeable: true, leadsOn: false })
  })

  test('opens where the current code stands, or above it where something is left', () => {
    expect(groupToOpen(table, '450981', all)).toBe('450900')
    expect(groupToOpen(table, '430102', ({ code }) => code === '430200')).toBe('430000')
    expect(groupToOpen(table, '430102', ofYulin)).toBeUndefined()
    expect(groupToOpen(table, '', all)).toBeUndefined()
  })
})

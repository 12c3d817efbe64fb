import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CodeTable } from '#core/codes/code-table.ts'
import { searchTable } from '#core/codes/search-table.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let divisions: CodeTable
let titles: CodeTable

beforeAll(async () => {
  const { tables } = await realCodes()
  const tableOf = (id: string): CodeTable => {
    const table = tables.table(id)
    if (!table) throw new Error(`no table ${id}`)
    return table
  }
  divisions = tableOf('divisions')
  titles = tableOf('qualification_title')
})

const codesFor = (query: string): readonly string[] => searchTable(divisions, query).map(({ entry }) => entry.code)

describe('searching a code table', () => {
  test.each(['450981', '北流市', '北流', 'beiliushi', 'bls', '玉林北流', '广西壮族自治区玉林市北流市', '北流 广西', 'ＢＬＳ'])(
    'finds 北流市 by %s',
    (query) => {
      expect(codesFor(query)).toContain('450981')
    },
  )

  test('finds an abolished place by its old path and says what it is today', () => {
    const [hit] = searchTable(divisions, '玉林地区北流县')
    expect(hit?.entry).toMatchObject({ code: '452526', name: '北流县', abolished: true })
    expect(hit?.now?.name).toBe('北流市')
  })

  test('puts what is in use before what is abolished, and an exact code before all', () => {
    expect(codesFor('北流市').slice(0, 2)).toEqual(['450981', '452504'])
    expect(codesFor('4509')[0]).toMatch(/^4509/)
  })

  test('never offers group rows or what is kept only to be refused', () => {
    expect(searchTable(titles, '高等学校教师').every(({ entry }) => entry.selectable)).toBe(true)
    expect(searchTable(titles, '政工员')).toEqual([])
  })

  test('keeps to what it is told to accept', () => {
    const hits = searchTable(divisions, '北流', { accept: ({ abolished }) => !abolished })
    expect(hits.map(({ entry }) => entry.code)).toEqual(['450981'])
  })

  test('reads place names as they are spoken', () => {
    expect(codesFor('dabuxian')).toContain('441422')
    expect(codesFor('cenxishi')).toContain('450481')
  })

  test('finds nothing for nothing, and never throws', () => {
    expect(searchTable(divisions, '   ')).toEqual([])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (query) => {
        expect(searchTable(divisions, query, { limit: 5 }).length).toBeLessThanOrEqual(5)
      }),
      { numRuns: 50 },
    )
  })

  test('leaves out nothing by looking only where a part of the query stands', () => {
    const entries = [...divisions.searchTexts('')]
    expect(entries).toHaveLength(divisions.size)
    const everywhere: CodeTable = { ...divisions, searchTexts: () => entries }
    const anyPiece = fc
      .record({ text: fc.constantFrom(...entries), from: fc.nat(8), length: fc.integer({ min: 1, max: 8 }) })
      .chain(({ text, from, length }) => {
        const piece = (source: string): string => source.slice(from, from + length)
        const characters = [...text.path]
        const scattered = characters.filter((_, index) => index % 3 !== 1).join('')
        return fc.constantFrom(text.code, text.names, text.pinyin, text.initials, text.pathInitials, scattered).map(piece)
      })
    fc.assert(
      fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 2 }), (pieces) => {
        const query = pieces.join(' ')
        expect(searchTable(divisions, query)).toEqual(searchTable(everywhere, query))
      }),
      { numRuns: 60 },
    )
  })

  test('finds every title by its own code and name', () => {
    for (const entry of titles.entries()) {
      if (!entry.selectable) continue
      const found = (query: string) => searchTable(titles, query).map((hit) => hit.entry.code)
      expect(found(entry.code), entry.code).toContain(entry.code)
      expect(found(entry.name), entry.name).toContain(entry.code)
    }
  })
})

describe('a code table', () => {
  test('knows parents, children and the full name', () => {
    expect(divisions.fullName('450981')).toBe('广西壮族自治区 玉林市 北流市')
    expect(divisions.path('450981').map(({ code }) => code)).toEqual(['450000', '450900', '450981'])
    expect(divisions.children('450900').map(({ code }) => code)).toContain('450981')
    expect(divisions.children('nowhere')).toEqual([])
    expect(divisions.get('nowhere')).toBeUndefined()
  })

  test('tells every former Guangxi prefecture code what it is today', () => {
    const former = [...divisions.entries()].filter(({ code }) => /^452\d{3}$/.test(code))
    expect(former.length).toBeGreaterThan(80)
    expect(former.filter(({ now }) => now === undefined)).toEqual([])
  })

  test('answers attributes without an entry', () => {
    expect(titles.attr('04301', 'level')).toBe('3')
    expect(titles.attr('04301', 'nothing')).toBeUndefined()
    expect(titles.attr('nothing', 'level')).toBeUndefined()
  })
})

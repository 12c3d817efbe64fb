import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CodeTable } from '#core/codes/code-table.ts'
import { searchTable } from '#core/codes/search-table.ts'
import { resolveCode } from '#core/spreadsheet/resolve-code.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let divisions: CodeTable
let titles: CodeTable
let posts: CodeTable
let qualifications: CodeTable
let tableOf: (id: string) => CodeTable

beforeAll(async () => {
  const { tables } = await realCodes()
  tableOf = (id) => {
    const table = tables.table(id)
    if (!table) throw new Error(`no table ${id}`)
    return table
  }
  divisions = tableOf('divisions')
  titles = tableOf('qualification_title')
  posts = tableOf('professional_post')
  qualifications = tableOf('professional_qualification_2012')
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

  test.each([
    ['主管医师', '主治医师'],
    ['主治中医师', '主治医师'],
    ['住院医师', '医师'],
    ['主管中药师', '主管药师'],
    ['副主任检验师', '副主任技师'],
    ['检验士', '技士'],
    ['幼儿园一级教师', '小学一级教师'],
    ['小教高级', '小学高级教师'],
    ['水产工程师', '工程师'],
    ['高级林业工程师', '高级工程师'],
    ['高级园艺师', '高级农艺师'],
    ['国家一级演员', '一级演员'],
    ['大副', '船长（大副）'],
    ['初级会计师', '助理会计师'],
    ['高级程序员', '软件设计师'],
  ])('finds the title on a certificate: %s is %s', (written, name) => {
    expect(searchTable(titles, written)[0]?.entry.name).toBe(name)
    expect(resolveCode(written, titles)).toMatchObject({ kind: 'code' })
  })

  test.each([
    ['注册土木工程师（岩土）', '注册土木工程师'],
    ['注册岩土工程师', '注册土木工程师'],
    ['注册公用设备工程师(给水排水)', '注册公用设备工程师'],
    ['注册电气工程师（供配电）', '注册电气工程师'],
    ['一级建造师（建筑工程）', '一级建造师'],
    ['国家二级建造师', '二级建造师'],
    ['英语二级笔译', '翻译专业资格（水平）二级'],
    ['社工师', '社会工作师'],
  ])('finds the qualification on a certificate: %s is %s', (written, name) => {
    expect(searchTable(qualifications, written)[0]?.entry.name).toBe(name)
    expect(resolveCode(written, qualifications)).toMatchObject({ kind: 'code' })
  })

  test.each([
    ['主管检验师', '主管技师'],
    ['幼儿园高级教师', '高级教师（小学）'],
    ['高工', '高级工程师'],
  ])('finds the post by the same words: %s is %s', (written, name) => {
    expect(searchTable(posts, written)[0]?.entry.name).toBe(name)
  })

  test.each(['医师', '药师', '技师', '工程师', '高级工程师', '助理工程师', '农艺师', '一级教练'])(
    'puts the title of just this name before those that bear it among others: %s',
    (name) => {
      expect(searchTable(titles, name)[0]?.entry.name).toBe(name)
    },
  )

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

  test.each(['divisions', 'qualification_title', 'professional_post', 'professional_qualification_2012'])(
    'finds every entry of %s by its own code and name',
    (id) => {
      const table = tableOf(id)
      // A name that many share is looked for once.
      const foundBy = new Map<string, ReadonlySet<string>>()
      const find = (query: string): ReadonlySet<string> => {
        const found = foundBy.get(query) ?? new Set(searchTable(table, query).map((hit) => hit.entry.code))
        foundBy.set(query, found)
        return found
      }
      for (const { code, name, selectable } of table.entries()) {
        if (!selectable) continue
        expect(find(code).has(code), code).toBe(true)
        expect(find(name).has(code), name).toBe(true)
      }
    },
  )
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

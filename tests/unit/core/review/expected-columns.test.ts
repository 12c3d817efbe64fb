import { describe, expect, test } from 'vitest'
import { readExpected } from '#core/review/expected-people.ts'

const read = (...rows: readonly (readonly string[])[]) =>
  readExpected([
    { name: '应报名单', rows: rows.map((cells, index) => ({ number: index + 1, cells })), spoilt: new Map() },
  ])

describe('the people expected', () => {
  test('are of the unit they work in, and not of the one above it', () => {
    const head = ['序号', '主管单位', '姓名', '工作单位']
    expect(read(head, ['1', '北流市教育局', '韦莉', '北流市第一中学']).people).toEqual([
      { name: '韦莉', unit: '北流市第一中学' },
    ])
    expect(read(['上级单位', '姓名'], ['北流市教育局', '韦莉']).people).toEqual([{ name: '韦莉' }])
    expect(read(['单位联系人', '姓名', '现工作单位'], ['黄芳', '韦莉', '北流市第一中学']).people).toEqual([
      { name: '韦莉', unit: '北流市第一中学' },
    ])
  })

  test('have their numbers whatever keyboard they were typed on, and names without what nobody sees', () => {
    const row = ['\u200B韦莉\u202C', '４５２５２６１９７９０４１８２６２ｘ', '北流市\uFEFF第一中学\u2060']
    const people = [{ name: '韦莉', idNumber: '45252619790418262X', unit: '北流市第一中学' }]
    for (const found of [read(['姓名', '身份证号', '单位'], row), read(row)])
      expect(found).toMatchObject({ people, problems: [] })
  })

  test('may be persons in charge, and then have their numbers and units', () => {
    const [number, other] = ['452526197904182627', '452526197904182600']
    const heads = ['项目负责人姓名', '项目负责人身份证号', '项目负责人单位']
    expect(read(heads, ['韦莉', number, '一中']).people).toEqual([{ name: '韦莉', idNumber: number, unit: '一中' }])
    expect(read(['单位', '负责人姓名', '负责人身份证号'], ['一中', '韦莉', number]).people).toEqual([
      { name: '韦莉', idNumber: number, unit: '一中' },
    ])
    const sheets = [
      {
        name: '教师',
        rows: [
          { number: 1, cells: ['姓名', '身份证号'] },
          { number: 2, cells: ['韦莉', number] },
        ],
        spoilt: new Map(),
      },
      {
        name: '负责人',
        rows: [
          { number: 1, cells: heads },
          { number: 2, cells: ['黄芳', other, '二中'] },
        ],
        spoilt: new Map(),
      },
    ]
    expect(readExpected(sheets).people.map(({ name }) => name)).toEqual(['韦莉', '黄芳'])
  })
})

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
})

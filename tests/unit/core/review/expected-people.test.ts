import { describe, expect, test } from 'vitest'
import { compareExpected, readExpected } from '#core/review/expected-people.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'

const table = (rows: readonly (readonly string[])[], cut: readonly string[] = []): Table => ({
  name: '应报名单',
  rows: rows.map((cells, index) => ({ number: index + 1, cells })),
  cutNumbers: new Set(cut),
})

describe('the people expected', () => {
  test('are read by ID number or by unit', () => {
    const read = readExpected(
      table([
        ['姓名', '单位名称', '身份证号'],
        ['韦 莉', '', '45252619790418262x'],
        ['黄芳', '北流市第一中学', ''],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([
      { name: '韦莉', idNumber: '45252619790418262X' },
      { name: '黄芳', unit: '北流市第一中学' },
    ])
  })

  test('name the cells that cannot be taken', () => {
    const read = readExpected(
      table(
        [
          ['姓名', '身份证号'],
          ['', '452526197904182627'],
          ['韦莉', '123'],
          ['黄芳', '452526197904182600'],
          ['甲', ''],
          ['甲', ''],
        ],
        ['B4'],
      ),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['A2', 'nameMissing'],
      ['B3', 'idNumberBad'],
      ['B4', 'numberCut'],
      ['A6', 'twice'],
    ])
  })

  test('who have not reported, and who reported without being on the list', () => {
    const received = [
      { name: '韦莉', idNumber: '1', employer: '北流市第一中学' },
      { name: '黄芳', idNumber: '2', employer: '广西北流市 第一中学' },
      { name: '外人', idNumber: '9', employer: '别处' },
    ]
    const expected = [
      { name: '韦莉', idNumber: '1' },
      { name: '黄芳', unit: '北流市第一中学' },
      { name: '没报', idNumber: '3' },
      { name: '黄芳', unit: '北流市第二中学' },
    ]
    const { missing, unexpected } = compareExpected(expected, received)
    expect(missing).toEqual(expected.slice(2))
    expect(unexpected.map(({ name }) => name)).toEqual(['外人'])
  })
})

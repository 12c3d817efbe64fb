import { beforeAll, describe, expect, test } from 'vitest'
import { a4 } from '#core/print/paper.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { renderTable, type TablePrint } from '#core/print/table-document.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'

let fonts: PrintFonts
beforeAll(() => {
  fonts = new PrintFonts(allFontPacks())
}, 60_000)

const count = 1800

/** A long table, and how many of its rows were asked for. */
function aTable(onProgress: (rows: number) => void): { readonly table: TablePrint; readonly asked: () => number } {
  let asked = 0
  function* rows(): Generator<readonly string[], void> {
    for (let at = 0; at < count; at += 1) {
      asked += 1
      yield [String(at)]
    }
  }
  const columns = [{ title: '序号', share: 1 }]
  const table = { title: '名册', paper: a4, columns, rows: rows(), boxes: [], marks: { note: '名册' }, onProgress }
  return { table, asked: () => asked }
}

describe('a long table', () => {
  test('tells again and again how many of its rows are laid out', () => {
    const told: number[] = []
    const { table, asked } = aTable((rows) => told.push(rows))
    renderTable(table, fonts)
    expect(told).toEqual([0, 500, 1000, 1500])
    expect(asked()).toBe(count)
  })

  test('ends where whoever is told stops it', () => {
    const { table, asked } = aTable((rows) => {
      if (rows > 0) throw new Error('stopped')
    })
    expect(() => renderTable(table, fonts)).toThrow('stopped')
    expect(asked()).toBe(501)
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvMark, csvRow, decodeCsv, readCsv } from '#core/spreadsheet/csv.ts'

const rowsIn = (text: string): readonly (readonly string[])[] => {
  const table = readCsv(text, 'x')
  return table.ok ? table.value.rows.map(({ cells }) => cells) : []
}

describe('CSV', () => {
  test.each(['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', "'=1", '"=1', '=cmd|calc'])(
    'a cell %j becomes no formula and is read back unchanged',
    (value) => {
      const line = csvRow([value])
      expect(line.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r＝]/)
      expect(rowsIn(line)).toEqual([[value]])
    },
  )

  test('gives back any texts in any cells', () => {
    const cell = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom('=', "'", '"', ',', '\n', '韦', '𬱖'),
      ),
    })
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rows, (wanted) => {
        expect(rowsIn(csvMark + wanted.map(csvRow).join(''))).toEqual(wanted)
      }),
    )
  })

  test('is read as other programs write it', () => {
    expect(rowsIn('姓名\t单位\n韦莉\t北流市第一中学\n')).toEqual([
      ['姓名', '单位'],
      ['韦莉', '北流市第一中学'],
    ])
    expect(rowsIn('姓名;单位\r韦莉;"a;b"')).toEqual([
      ['姓名', '单位'],
      ['韦莉', 'a;b'],
    ])
    expect(rowsIn('a,"two\r\nlines"\r\nb,\r\n')).toEqual([
      ['a', 'two\r\nlines'],
      ['b', ''],
    ])
  })

  test('names the numbers whose last digits Excel cut, and no text that only looks so', () => {
    const table = readCsv('姓名,身份证号,地址\r\n韦莉,4.52526E+17,"1.2E+17"\r\n黄芳,3E+11,1E+5\r\n', 'x')
    expect(table.ok && [...table.value.spoilt.keys()]).toEqual(['B2', 'B3'])
    const back = readCsv(csvRow(['4.52526E+17']), 'x')
    expect(back.ok && back.value.spoilt.size).toBe(0)
  })

  test('is decoded from UTF-8, UTF-16 and GBK', () => {
    expect(decodeCsv(new TextEncoder().encode('韦莉'))).toBe('韦莉')
    expect(decodeCsv(Uint8Array.from([0xce, 0xa4, 0xc0, 0xf2]))).toBe('韦莉')
    expect(decodeCsv(new Uint8Array(Buffer.from('\uFEFF韦莉', 'utf16le')))).toBe('韦莉')
  })

  test('with more columns or longer cells than anybody fills in is refused', () => {
    expect(readCsv(','.repeat(600), 'x').ok).toBe(false)
    expect(readCsv('x'.repeat(40_000), 'x').ok).toBe(false)
  })
})

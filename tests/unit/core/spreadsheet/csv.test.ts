import { isUtf8 } from 'node:buffer'
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

  test('under a title or notes is parted by what its rows have between their cells', () => {
    expect(rowsIn('北流市应报名单\n填表人,李四\n姓名\t单位\n韦莉\t一中\n')[3]).toEqual(['韦莉', '一中'])
    expect(rowsIn('北流市，2012;应报名单\n姓名,别名\n韦莉,a;b;c\n黄芳,d;e;f\n')[2]).toEqual(['韦莉', 'a;b;c'])
    expect(rowsIn('名称\t别名\n一中\t甲,乙,丙\n')[1]).toEqual(['一中', '甲,乙,丙'])
    expect(rowsIn('"a;b\nc;d\ne;f",1\n"x;y;z",2\n')).toEqual([
      ['a;b\nc;d\ne;f', '1'],
      ['x;y;z', '2'],
    ])
  })

  test('is decoded from UTF-8, UTF-16 and GBK', () => {
    const utf16 = Buffer.from('\uFEFF韦莉', 'utf16le')
    for (const bytes of [
      new TextEncoder().encode('韦莉'),
      Uint8Array.from([0xce, 0xa4, 0xc0, 0xf2]),
      new Uint8Array(utf16),
      new Uint8Array(utf16.swap16()),
    ])
      expect(decodeCsv(bytes)).toEqual({ ok: true, value: '韦莉' })
  })

  test('that calls itself UTF-8 and is not is damaged, and no GBK', () => {
    const bytes = new TextEncoder().encode(`${csvMark}姓名,单位\r\n韦莉,一中\r\n`)
    expect(decodeCsv(bytes)).toMatchObject({ ok: true })
    bytes[bytes.length - 4] = 0xff
    expect(decodeCsv(bytes)).toMatchObject({
      ok: false,
      error: { code: 'SPREADSHEET_TEXT_DAMAGED', params: { line: 2 } },
    })
  })

  test('that is UTF-8 but for a byte is damaged, whether it calls itself so or not', () => {
    const bytes = new TextEncoder().encode('姓名,单位\n韦莉,北流市第一中学\n黄芳,北流市第二中学\n')
    for (const at of [bytes.length - 3, bytes.length - 2, 14]) {
      const spoilt = Uint8Array.from(bytes)
      spoilt[at] = 0xff
      expect(decodeCsv(spoilt)).toMatchObject({ error: { code: 'SPREADSHEET_TEXT_DAMAGED' } })
    }
    const cut = decodeCsv(bytes.subarray(0, -2))
    expect(cut).toMatchObject({ error: { code: 'SPREADSHEET_TEXT_DAMAGED', params: { line: 3 } } })
  })

  test('that is GBK is read as such, whatever characters are in it', () => {
    const decoder = new TextDecoder('gb18030')
    const pair = fc.tuple(fc.integer({ min: 0xb0, max: 0xf7 }), fc.integer({ min: 0xa1, max: 0xfe }))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 40 }), (pairs) => {
        const bytes = Uint8Array.from(pairs.flat())
        fc.pre(!isUtf8(bytes))
        expect(decodeCsv(bytes)).toEqual({ ok: true, value: decoder.decode(bytes) })
      }),
      { numRuns: 2000 },
    )
  })

  test('with more columns or longer cells than anybody fills in is refused', () => {
    expect(readCsv(','.repeat(600), 'x').ok).toBe(false)
    expect(readCsv('x'.repeat(40_000), 'x').ok).toBe(false)
  })
})

import * as fc from 'fast-check'
import { readXlsx as readByHucre, writeXlsx as writeByHucre } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import { cellName, columnName } from '#core/spreadsheet/spreadsheet.ts'
import { aWorkbook } from '#tests/support/spreadsheets.ts'
import { aZip } from '#tests/support/zips.ts'

/** What is read: by sheet, the cells of each row. */
async function cellsOf(file: Blob): Promise<unknown> {
  const tables = await readXlsx(file)
  if (!tables.ok) return tables.error.code
  return tables.value.map(({ name, rows }) => ({ name, rows: rows.map(({ cells }) => cells) }))
}

const sheet = (inside: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${inside}</sheetData></worksheet>`

/** A workbook of one sheet as another program might write it. */
function aForeignWorkbook(inside: string, more: Readonly<Record<string, string>> = {}): Blob {
  const parts: Readonly<Record<string, string>> = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': inside,
    ...more,
  }
  return aZip(Object.entries(parts).map(([name, content]) => ({ name, content })))
}

const wanted = [
  ['姓名', '身份证号', '备注'],
  ['韦晓𬱖', '452526197904182627', '=1+1'],
  ['', '00123', '<b>&"\'\u202E\u0000\n_x0041_'],
]

describe('XLSX', () => {
  test('names columns as Excel does', () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
    expect(cellName(2, 5)).toBe('C5')
  })

  test('gives back every text, in every sheet', async () => {
    expect(
      await cellsOf(
        await aWorkbook([
          { name: '甲', rows: wanted },
          { name: '乙', rows: [['a'], ['1']] },
        ]),
      ),
    ).toEqual([
      { name: '甲', rows: wanted },
      { name: '乙', rows: [['a'], ['1']] },
    ])
  })

  test('gives back any texts', { timeout: 60_000 }, async () => {
    const cell = fc.string({
      minLength: 1,
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1, minLength: 1 }),
        fc.constantFrom('_', 'x', '0', '<', '&', '‹', '𬱖'),
      ),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
        async (rows) => {
          expect(await cellsOf(await aWorkbook([{ name: '表', rows }]))).toEqual([{ name: '表', rows }])
        },
      ),
      { numRuns: 20 },
    )
  })

  test('is read by another library as text, no cell as a formula', async () => {
    const file = await aWorkbook([{ name: '基本信息', rows: wanted }])
    const { sheets } = await readByHucre(new Uint8Array(await file.arrayBuffer()))
    expect(sheets[0]?.name).toBe('基本信息')
    expect(sheets[0]?.rows[1]).toEqual(['韦晓𬱖', '452526197904182627', '=1+1'])
    expect(sheets[0]?.rows[2]?.[1]).toBe('00123')
    // What is hidden is written out in the file itself, so that no program shows the text turned round.
    expect(sheets[0]?.rows[2]?.[2]).toContain('<b>&"\'‹U+202E›‹U+0000›')
    expect(JSON.stringify(sheets)).not.toContain('\u202E')
  })

  test('is read as another library writes it: shared strings, numbers, dates', async () => {
    const bytes = await writeByHucre({
      sheets: [
        {
          name: '人员',
          rows: [
            ['姓名', '工号', '出生', '党员'],
            ['韦晓𬱖', 42, new Date(Date.UTC(1979, 3, 18)), true],
          ],
        },
      ],
    })
    expect(await cellsOf(new Blob([Uint8Array.from(bytes)]))).toEqual([
      {
        name: '人员',
        rows: [
          ['姓名', '工号', '出生', '党员'],
          ['韦晓𬱖', '42', '1979-04-18', '是'],
        ],
      },
    ])
  })

  test('reads rich text, readings, gaps, prefixes and cached formulas', async () => {
    const shared =
      '<sst><si><r><t>北流</t></r><r><t xml:space="preserve"> 市</t></r><rPh><t>beiliu</t></rPh></si></sst>'
    const inside = sheet(
      '<row r="3"><x:c r="B3" t="s"><v>0</v></x:c><c r="D3"><f>1+1</f><v>2</v></c><c r="E3" t="inlineStr"><is><t>&#x97E6;&amp;</t></is></c></row>',
    )
    const read = await readXlsx(aForeignWorkbook(inside, { 'xl/sharedStrings.xml': shared }))
    expect(read.ok && read.value[0]?.rows).toEqual([{ number: 3, cells: ['', '北流 市', '', '2', '韦&'] }])
  })

  test('names the ID numbers that Excel cut because they were typed as numbers', async () => {
    const read = await readXlsx(aForeignWorkbook(sheet('<row r="2"><c r="A2"><v>4.5252619790418298E+17</v></c></row>')))
    expect(read.ok && [...(read.value[0]?.spoilt ?? [])]).toEqual([['A2', 'numberCut']])
  })

  describe('with hidden sheets', () => {
    function aWorkbookOf(...states: readonly string[]): Blob {
      const sheets = states.map((state, at) => `<sheet name="表${at}" sheetId="${at}" ${state} r:id="rId${at}"/>`)
      const parts = states.map((_, at) => `<Relationship Id="rId${at}" Target="worksheets/sheet${at}.xml"/>`)
      const cells = states.map((_, at) => [
        `xl/worksheets/sheet${at}.xml`,
        sheet(`<row r="1"><c r="A1"><v>${at}</v></c></row>`),
      ])
      return aForeignWorkbook('', {
        ...Object.fromEntries(cells),
        'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets.join('')}</sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships>${parts.join('')}</Relationships>`,
      })
    }
    const rowsAndHidden = async (file: Blob) => {
      const read = await readXlsx(file)
      return (
        read.ok && read.value.map(({ name, rows, isHidden }) => [name, rows.flatMap(({ cells }) => cells), isHidden])
      )
    }

    test('reads those that are shown and names the others behind them', async () => {
      const file = aWorkbookOf('state="hidden"', 'state="visible"', 'state="veryHidden"', '')
      expect(await rowsAndHidden(file)).toEqual([
        ['表1', ['1'], undefined],
        ['表3', ['3'], undefined],
        ['表0', [], true],
        ['表2', [], true],
      ])
    })

    test('reads all of them where none is shown', async () => {
      expect(await rowsAndHidden(aWorkbookOf('state="hidden"', 'state="veryHidden"'))).toEqual([
        ['表0', ['0'], undefined],
        ['表1', ['1'], undefined],
      ])
    })
  })

  test('names the cells of formulas that went wrong, and no text that only looks so', async () => {
    const inside = '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="str"><v>#N/A</v></c></row>'
    const read = await readXlsx(aForeignWorkbook(sheet(inside)))
    expect(read.ok && [...(read.value[0]?.spoilt ?? [])]).toEqual([['A2', 'cellError']])
  })

  test('names the cells of formulas that no program has computed, and none that came to nothing', async () => {
    const inside = `<row r="2">
      <c r="A2"><f>B2</f></c><c r="B2" t="str"><f>C2&amp;D2</f></c><c r="C2" s="1"><f t="shared" si="0"/></c>
      <c r="D2" t="str"><f>""</f><v></v></c><c r="E2" t="str"><f>""</f><v/></c><c r="F2"><f>1+1</f><v>2</v></c>
      <c r="G2" s="1"/></row>`
    const read = await readXlsx(aForeignWorkbook(sheet(inside)))
    expect(read.ok && read.value[0]?.rows[0]?.cells).toEqual(['#公式', '#公式', '#公式', '', '', '2'])
    expect(read.ok && [...(read.value[0]?.spoilt ?? [])]).toEqual([
      ['A2', 'cellError'],
      ['B2', 'cellError'],
      ['C2', 'cellError'],
    ])
  })

  test.each([
    ['an entity from outside', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'],
    ['entities that multiply', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'],
    ['an unknown entity', sheet('<row><c t="str"><v>&other;</v></c></row>')],
    ['an endless tag', `<worksheet ${'a'.repeat(200_000)}`],
    ['no end', '<worksheet><sheetData><row'],
  ])('%s is refused', async (_, inside) => {
    expect(await cellsOf(aForeignWorkbook(inside))).toBe('SPREADSHEET_DAMAGED')
  })

  test.each([
    ['a cell in column XFD', sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')],
    ['a text longer than Excel has', sheet(`<row r="1"><c r="A1" t="str"><v>${'x'.repeat(40_000)}</v></c></row>`)],
  ])('%s is refused as too large', async (_, inside) => {
    expect(await cellsOf(aForeignWorkbook(inside))).toBe('SPREADSHEET_TOO_LARGE')
  })

  test('a bomb is refused before it is unpacked', async () => {
    expect(await cellsOf(aForeignWorkbook(' '.repeat(16 * 1_048_576)))).toBe('SPREADSHEET_TOO_LARGE')
  })

  test('a row far down costs nothing', async () => {
    const read = await readXlsx(aForeignWorkbook(sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')))
    expect(read.ok && read.value[0]?.rows).toEqual([{ number: 1_048_576, cells: ['1'] }])
  })

  test.each([
    ['another ZIP', () => aZip([{ name: 'a.rpu', content: 'x' }])],
    ['a text', () => new Blob(['姓名,单位'])],
  ])('%s is told apart', async (_, make) => {
    expect(await cellsOf(make())).toBe('SPREADSHEET_NOT_ONE')
  })
})

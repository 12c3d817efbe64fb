import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportPeople, type ExportFormat } from '#core/spreadsheet/export-people.ts'
import { importPeople, type ImportedPeople } from '#core/spreadsheet/import-people.ts'
import { readCsv } from '#core/spreadsheet/csv.ts'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { readZip } from '#core/zip/read-zip.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aWorkbook } from '#tests/support/spreadsheets.ts'
import { syntheticPeople } from '#tests/support/synthetic/person.ts'
import { aPerson } from '#tests/support/people.ts'

let codes: Awaited<ReturnType<typeof realCodes>>
beforeAll(async () => {
  codes = await realCodes()
})

const people = [...syntheticPeople(60, { seed: 5 })].map(({ record }) => record)

async function exported(
  records: readonly PersonRecord[],
  format: ExportFormat,
  chosen?: ReadonlySet<string>,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const persons = records.map((record) => ({ record, digest: 'a'.repeat(64) }))
  const sources = { scheme: codes.bundle.scheme, tables: codes.tables }
  for await (const piece of exportPeople(persons, format, sources, { chosen })) pieces.push(piece)
  return new Blob(pieces)
}

async function tablesOf(file: Blob, format: 'xlsx' | 'csv'): Promise<readonly Table[]> {
  if (format === 'xlsx') {
    const tables = await readXlsx(file)
    return tables.ok ? tables.value : []
  }
  const tables: Table[] = []
  for await (const { name, content } of readZip(file)) {
    const table = content.ok ? readCsv(await content.value.text(), name) : content
    if (table.ok) tables.push(table.value)
  }
  return tables
}

function imported(tables: readonly Table[]): ImportedPeople {
  let next = 0
  const newId = (): string => `00000000-0000-4000-8000-${String((next += 1)).padStart(12, '0')}`
  return importPeople(tables, { scheme: codes.bundle.scheme, tables: codes.tables, newId })
}

const withoutId = ({ id: _id, names: _names, ...rest }: PersonRecord) => rest

/** A workbook with the sheet 基本信息 only. */
async function basics(...rows: readonly (readonly string[])[]): Promise<ImportedPeople> {
  return imported(await tablesOf(await aWorkbook([{ name: '基本信息', rows }]), 'xlsx'))
}

describe('people in tables', () => {
  test.each(['xlsx', 'csv'] as const)('come back from %s as they were, all six sheets', async (format) => {
    const { people: back, problems, unused } = imported(await tablesOf(await exported(people, format), format))
    expect(problems).toEqual([])
    expect(unused).toEqual([])
    expect(back.flatMap((person) => person.problems)).toEqual([])
    expect(back.map(({ record }) => withoutId(record))).toEqual(people.map(withoutId))
  })

  test.each(['xlsx', 'csv'] as const)(
    'come back from %s whatever texts are in them, formulas and rare characters too',
    { timeout: 60_000 },
    async (format) => {
      const unit = fc.oneof(
        fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\u202E', '‹', '𠮷', '𬱖', '&', '<', ' ', '_x0041_'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      )
      // What is typed is NFC, without blanks at its ends (B03).
      const text = fc
        .array(unit, { minLength: 1, maxLength: 12 })
        .map((parts) => parts.join('').normalize('NFC').replace(/\s+/gu, ' ').trim())
        .filter((typed) => typed !== '')
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
          const records = texts.map((address, at) => {
            const person = people[at] ?? aPerson()
            return { ...person, basic: { ...person.basic, address } }
          })
          const { people: back } = imported(await tablesOf(await exported(records, format), format))
          expect(back.map(({ record }) => record.basic['address'])).toEqual(texts)
        }),
        { numRuns: 100 },
      )
    },
  )

  test.each(['xlsx', 'csv'] as const)('come back from %s with the columns that were chosen', async (format) => {
    const chosen = new Set(['basic.gender', 'titles.titleLevel', 'titles.qualificationName'])
    const file = await exported(people, format, chosen)
    const tables = await tablesOf(file, format)
    expect(tables).toHaveLength(2)
    const { people: back, problems } = imported(tables)
    expect(problems).toEqual([])
    const keep = (row: Readonly<Record<string, string>>, keys: readonly string[]) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key)))
    expect(back.map(({ record }) => [record.basic, record.titles, record.education])).toEqual(
      people.map(({ basic, titles }) => [
        keep(basic, ['name', 'idNumber', 'gender']),
        titles.map((row) => keep(row, ['titleLevel', 'qualificationName'])),
        [],
      ]),
    )
    const [first] = JSON.parse(await (await exported(people, 'json', chosen)).text())
    expect(Object.keys(first.basic).sort()).toEqual(['gender', 'idNumber', 'name'])
    expect(first.education).toEqual([])
  })

  test('begin with the mark by which Excel knows UTF-8, in every CSV file', async () => {
    const mark = [0xef, 0xbb, 0xbf]
    let files = 0
    for await (const { content } of readZip(await exported(people, 'csv'))) {
      const bytes = content.ok ? new Uint8Array(await content.value.arrayBuffer()) : new Uint8Array()
      expect([...bytes.subarray(0, 3)]).toEqual(mark)
      files += 1
    }
    expect(files).toBe(6)
  })

  test('come back from JSON', async () => {
    expect(JSON.parse(await (await exported(people, 'json')).text())).toEqual(people)
    expect(JSON.parse(await (await exported([], 'json')).text())).toEqual([])
  })

  test('keep ID numbers, codes and names as text, formulas too', async () => {
    const person = aPerson({ id: '3f8fad5b-d9cb-469f-a165-70867728950e' })
    const hostile = {
      ...person,
      basic: { ...person.basic, address: '=HYPERLINK("http://evil","x")', employer: '\u202Egpj.学校' },
    }
    const [sheet] = await tablesOf(await exported([hostile], 'xlsx'), 'xlsx')
    const cells = sheet?.rows[1]?.cells ?? []
    expect(cells).toContain('452526197904182627')
    expect(cells).toContain('=HYPERLINK("http://evil","x")')
    expect(cells).toContain('广西壮族自治区 玉林市 北流市')
    expect(cells).toContain('450981')
    const written = await readZip(await exported([hostile], 'csv')).next()
    const text = written.done !== true && written.value.content.ok ? await written.value.content.value.text() : ''
    expect(text).toContain('"\'=HYPERLINK(""http://evil"",""x"")"')
    expect(text).toContain('‹U+202E›gpj.学校')
  })

  test('are read from names, aliases, paths, codes and dates as people write them', async () => {
    const { people: back } = await basics(
      ['2012 年人员情况'],
      ['姓名*', '身份证号', '性别', '民族', '出生日期', '出生地', '政治面貌', '参加工作时间', '单位（全称）', '备注'],
      [
        '韦晓莉',
        '452526197904182627',
        '女',
        '壮',
        '1979.4.18',
        '广西 玉林 北流市',
        '[13] 群众',
        '2001年8月',
        '北流市第一中学',
        '?',
      ],
    )
    expect(back[0]?.problems).toEqual([])
    expect(back[0]?.record.basic).toEqual({
      name: '韦晓莉',
      idNumber: '452526197904182627',
      gender: '2',
      ethnicity: '08',
      birthDate: '1979-04-18',
      birthPlace: '450981',
      politicalStatus: '13',
      workStartDate: '2001-08',
      employer: '北流市第一中学',
    })
    expect(back[0]?.row).toBe(3)
  })

  test('say cell by cell what cannot be taken', async () => {
    const { people: back, unused } = await basics(
      ['姓名', '性别', '出生地', '参加工作时间', '爱好'],
      ['韦晓莉', '妇', '城中区', '二〇〇一', '读书'],
    )
    expect(back[0]?.problems.map(({ row, column, title, reason }) => ({ row, column, title, reason }))).toEqual([
      { row: 2, column: 'D', title: '参加工作时间', reason: 'dateUnreadable' },
      { row: 2, column: 'B', title: '性别', reason: 'codeUnknown' },
      { row: 2, column: 'C', title: '出生地', reason: 'codeAmbiguous' },
    ])
    expect(back[0]?.problems[2]?.choices[0]).toContain('城中区')
    expect(unused).toEqual(['爱好'])
  })

  test('find the series of a title that several have', async () => {
    const tables = await tablesOf(
      await aWorkbook([
        {
          name: '基本信息',
          rows: [
            ['姓名', '身份证号'],
            ['韦晓莉', '452526197904182627'],
          ],
        },
        {
          name: '专业技术资格信息',
          rows: [
            ['身份证号', '职称系列', '职称等级', '资格名称'],
            ['452526197904182627', '小学教师', '中级', '一级教师（中小学）'],
          ],
        },
      ]),
      'xlsx',
    )
    expect(imported(tables).people[0]?.record.titles).toEqual(
      [{ titleLevel: '3', titleSeries: '05', qualificationName: '05302' }].map((row) => expect.objectContaining(row)),
    )
  })

  test('say where a name was changed and the code beside it was not', async () => {
    const { people: back } = await basics(
      ['姓名', '性别', '性别代码', '政治面貌', '政治面貌代码', '出生地', '出生地代码'],
      ['韦晓莉', '男', '2', '群众', '13', '广西壮族自治区 玉林市 北流市', '450981'],
      ['黄芳', '女', '2', '', '13', '城中区', '450202'],
    )
    expect(back[0]?.problems).toEqual([
      expect.objectContaining({ row: 2, column: 'B', title: '性别', value: '男', reason: 'codeDiffers' }),
    ])
    expect(back[0]?.problems[0]?.choices[0]).toContain('[2]')
    expect(back[1]?.problems).toEqual([])
  })

  test('name rows that name nobody by anything, with what they say of whose they are', async () => {
    const tables = await tablesOf(
      await aWorkbook([
        {
          name: '基本信息',
          rows: [
            ['姓名', '身份证号'],
            ['韦晓莉', '452526197904182627'],
          ],
        },
        {
          name: '学历学位情况',
          rows: [
            ['身份证号', '学历', '毕业院校'],
            ['450000000000000000', '本科', '广西大学'],
          ],
        },
      ]),
      'xlsx',
    )
    const { problems, people: kept } = imported(tables)
    const said = { column: 'A', title: '身份证号', value: '450000000000000000' }
    expect(problems).toEqual([{ sheet: '学历学位情况', row: 2, ...said, reason: 'stray', choices: [] }])
    expect(kept.map((person) => person.problems)).toEqual([[]])
  })

  test('are kept back where a row that belongs to nobody names them by anything', async () => {
    const file = await aWorkbook([
      {
        name: '基本信息',
        rows: [
          ['姓名', '身份证号'],
          ['韦晓莉', '452526197904182627'],
          ['黄大明', ''],
        ],
      },
      {
        name: '学历学位情况',
        rows: [
          ['姓名', '身份证号', '学历', '毕业院校'],
          ['韦晓莉', '450000000000000000', '本科', '广西大学'],
        ],
      },
    ])
    const { problems, people: kept } = imported(await tablesOf(file, 'xlsx'))
    expect(problems).toEqual([expect.objectContaining({ column: 'B', value: '450000000000000000', reason: 'nobody' })])
    expect(kept.map((person) => person.problems)).toEqual([problems, []])
  })

  describe('are told apart in the rows that follow', () => {
    const birth = '452526197904182627'
    async function educationOf(basicRows: readonly (readonly string[])[], rows: readonly (readonly string[])[]) {
      const file = await aWorkbook([
        { name: '基本信息', rows: [['记录号', '姓名', '身份证号'], ...basicRows] },
        { name: '学历学位情况', rows: [['记录号', '姓名', '身份证号', '学历', '毕业院校'], ...rows] },
      ])
      const { people: back, problems } = imported(await tablesOf(file, 'xlsx'))
      return { schools: back.map(({ record }) => record.education.map((row) => row['school'])), problems }
    }

    test('by the surest of what a row says: a number nobody has is not made good by a namesake', async () => {
      const { schools, problems } = await educationOf(
        [['', '韦晓莉', birth]],
        [
          ['', '韦晓莉', '450000000000000000', '本科', '广西大学'],
          ['7', '韦晓莉', '', '本科', '广西师范大学'],
        ],
      )
      expect(problems).toEqual([expect.objectContaining({ row: 2, reason: 'nobody' })])
      expect(schools).toEqual([['广西师范大学']])
    })

    test('by the name among those of one number, and by a number however it is written', async () => {
      const { schools, problems } = await educationOf(
        [
          ['1', '韦晓莉', '45252619790418262x'],
          ['2', '黄 芳', '45252619790418262x'],
        ],
        [
          ['', '黄芳', '４５２５２６１９７９０４１８２６２Ｘ', '本科', '广西大学'],
          ['1', '别名', '', '本科', '桂林学院'],
          ['9', '韦晓莉', '45252619790418262X', '本科', '别处'],
        ],
      )
      expect(problems).toEqual([expect.objectContaining({ row: 4, reason: 'nobody' })])
      expect(schools).toEqual([['桂林学院'], ['广西大学']])
    })
  })
})

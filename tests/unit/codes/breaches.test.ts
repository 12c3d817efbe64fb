import { describe, expect, test } from 'vitest'
import { compileCodes } from '#core/scheme/compile/compile-codes.ts'
import { readCodes } from '#server/scheme/read-codes.ts'

const files = await readCodes()
const fileOf = (path: string): string => files.get(path) ?? ''
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

/** The problems after one replacement in one file. */
async function problemsAfter(path: string, from: string, to: string) {
  const text = fileOf(path)
  expect(text).toContain(from)
  const compiled = await compileCodes(new Map([...files, [path, text.replace(from, () => to)]]))
  return 'problems' in compiled ? compiled.problems : []
}

const rules = 'codes/rules/basic.yaml'
const scheme = 'codes/scheme/basic.yaml'
const titles = 'codes/scheme/titles.yaml'
const tables = 'codes/tables'

const breaches = [
  ['an unknown sheet', 'codes/scheme/scheme.yaml', 'sheets: [basic,', 'sheets: [basis, basic,', '没有文件'],
  ['a help text that is missing', scheme, '    help: 由身份证号带出，与身份证第 17 位不一致时不能报送。\n', '', '缺少“help”'],
  ['a source that is missing', scheme, '    source: [S2-4, judgement]\n', '', '缺少“source”'],
  ['a label that is missing', scheme, '    label: 性别\n', '', '缺少“label”'],
  ['an unknown property', scheme, '    label: 性别\n', '    label: 性别\n    colour: red\n', '不认识的“colour”'],
  ['a field written twice', scheme, '  - key: gender\n', '  - key: name\n', '写了两次'],
  ['a table that does not exist', scheme, 'table: ethnicity', 'table: ethnicities', '没有代码表“ethnicities”'],
  ['an attribute that does not exist', scheme, 'pinnedAttr: gxIndigenous', 'pinnedAttr: indigenous', '没有属性“indigenous”'],
  ['narrowing by an unknown field', titles, 'field: titleSeries }', 'field: series }', '没有栏目“series”'],
  ['narrowing by an unknown attribute', titles, 'fieldAttr: kind', 'fieldAttr: sort', '没有属性“sort”'],
  ['filling an unknown field', scheme, 'field: gender, derive', 'field: sex, derive', '没有栏目“sex”'],
  ['a quick answer that is no code', scheme, 'value: "999"', 'value: "998"', '没有代码“998”'],
  ['YAML that cannot be read', scheme, '    label: 性别\n', '    label: [性别\n', 'YAML 写法不对'],
  ['a rule reading an unknown field', rules, 'condition: idOldShape(value)', 'condition: basic.idCard == ""', '没有栏目“idCard”'],
  ['reads that differ', rules, 'reads: [basic.birthDate, basic.idNumber]', 'reads: [basic.birthDate]', '“reads”没有写'],
  ['reads that are not read', rules, '  reads: [basic.name]', '  reads: [basic.name, basic.gender]', '条件没有读'],
  ['an unknown function', rules, 'condition: isLatin(value)', 'condition: isGreek(value)', '列'],
  ['a type that does not fit', rules, 'condition: isLatin(value)', 'condition: value + 1 == 2', '列'],
  ['a condition that is no yes or no', rules, 'condition: isLatin(value)', 'condition: value', '结果应为 bool'],
  ['an unknown variable', rules, 'condition: isLatin(value)', 'condition: isLatin(row.name) || isLatin(name)', '列'],
  ['a rule written twice', rules, '- id: B05', '- id: B04', '写了两次'],
  ['a selector that finds nothing', rules, 'sheet: basic, required: always', 'sheet: basic, required: always, fields: [email]', '没有选中任何栏目'],
  ['a place that does not exist', rules, '\n  at: basic.name\n', '\n  at: basic.surname\n', '没有栏目“surname”'],
  ['no failing example', rules, '    - fails: { basic: { name: Huang Lijuan } }\n', '', '缺少“fails”的例子'],
  ['an example with an unknown field', rules, '{ basic: { name: Huang Lijuan } }', '{ basic: { nome: Huang Lijuan } }', '没有栏目“nome”'],
  ['a placeholder without a value', rules, '姓名应按身份证填写汉字，请确认。', '姓名{n}应按身份证填写汉字，请确认。', '“{n}”没有值'],
  ['a value that is not used', rules, 'message: 姓名应按身份证填写汉字', 'values: { n: chars(value) }\n  message: 姓名应按身份证填写汉字', '没有用到'],
  ['an unknown table in a condition', rules, '&& (!known("divisions", first(value', '&& (!known("places", first(value', '没有代码表“places”'],
  ['a fix of an unknown field', rules, 'set: { basic.gender:', 'set: { basic.sex:', '不能改“basic.sex”'],
  ['a duplicate code', `${tables}/sex.csv`, '\n1,', '\n0,', '写了两次'],
  ['an unknown parent', `${tables}/education_level.csv`, '\n11,博士研究生毕业,10', '\n11,博士研究生毕业,99', '没有上级代码'],
  ['a code above itself', `${tables}/education_level.csv`, '\n10,研究生教育,', '\n10,研究生教育,11', '绕成了圈'],
  ['a broken link', `${tables}/review_committee.csv`, ',2001,,,3,exam', ',2001,,,9,exam', '不在代码表“title_level”中'],
  ['an attribute of another type', `${tables}/education_level.csv`, ',no,61', ',no,high', '应为数字'],
  ['a bad year', `${tables}/review_committee.csv`, ',2001,,,3,exam', ',20O1,,,3,exam', '不是年份或年月'],
  ['an unknown column', `${tables}/ethnicity.csv`, 'code,name,aliases,letter', 'code,name,aliases,sign', '没有列“sign”'],
  ['a name that is missing', `${tables}/ethnicity.csv`, '01,汉族', '01,', '缺少名称'],
  ['a line with too many cells', `${tables}/yes_no.csv`, '1,是', '1,是,否', 'CSV 写法不对'],
] as const

describe('a mistake in codes/', () => {
  test.each(breaches)(
    'is reported with its file and line: %s',
    async (...[, path, from, to, message]) => {
      const problems = await problemsAfter(path, from, to)
      const found = problems.find((problem) => problem.file === path && problem.message.includes(message))
      expect(found, JSON.stringify(problems)).toBeDefined()
      expect(found?.line).toBeGreaterThan(0)
    },
  )

  test('is reported at the very line', async () => {
    const from = 'condition: isLatin(value)'
    const problems = await problemsAfter(rules, from, 'condition: isGreek(value)')
    expect(problems.map(({ file, line }) => [file, line])).toEqual([[rules, lineOf(fileOf(rules), from)]])
  })

  test('is not found where there is none', async () => {
    expect(await compileCodes(files)).not.toHaveProperty('problems')
  })
})

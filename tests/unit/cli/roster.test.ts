import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runRoster } from '#cli/roster.ts'
import { rosterColumnsOf } from '#core/review/roster-columns.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { hearing } from '#tests/support/hearing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 24, 10, 30)
// Of 艾, 丁 and 王 in the order of sound, 丁 has two strokes, 王 four and 艾 five; the units follow by their sound too.
const people = [
  ['丁一', '乙单位'],
  ['艾一', '丙单位'],
  ['王一', '甲单位'],
] as const
const names: ReadonlySet<string> = new Set(people.map(([name]) => name))
let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-cli-roster-'))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
  for (const [index, [name, employer]] of people.entries()) {
    const content = aSubmissionContent({}, anotherPerson(name, index + 1, { employer }))
    await writeFile(at(`${index}.rpu`), (await signSubmission(content, await aSigningKey())).text)
  }
})
afterAll(() => rm(folder, { recursive: true }))

async function run(more: readonly string[]) {
  const heard = hearing()
  const exit = await runRoster([folder, '-o', at('x.pdf'), '--unit', at('unit.json'), ...more], heard, now)
  return { exit, said: heard.complaints.join('\n') }
}

/** The lines of a roster, and the file as it is. */
async function printed(more: readonly string[]) {
  expect(await run(more)).toEqual({ exit: 0, said: '' })
  const pdf = await readFile(at('x.pdf'))
  await rm(at('x.pdf'))
  return { lines: pdfText(pdf).join('\n').split('\n'), file: pdf.toString('latin1') }
}

async function refused(more: readonly string[]): Promise<string> {
  const { exit, said } = await run(more)
  expect(exit).toBe(2)
  await expect(stat(at('x.pdf'))).rejects.toThrow('ENOENT')
  return said
}

describe('caibao roster', () => {
  test.each([
    [[], ['艾一', '丁一', '王一']],
    [
      ['--order', 'pinyin'],
      ['艾一', '丁一', '王一'],
    ],
    [
      ['--order', 'stroke'],
      ['丁一', '王一', '艾一'],
    ],
    [
      ['--order', 'unit'],
      ['艾一', '王一', '丁一'],
    ],
  ])('puts people in the order asked for: %s', async (more, wanted) => {
    const { lines } = await printed(more)
    expect(lines.filter((line) => names.has(line))).toEqual(wanted)
  })

  test('is on the paper asked for', async () => {
    expect((await printed([])).file).toContain('/MediaBox[0 0 841.89 595.28]')
    expect((await printed(['--paper', 'a3'])).file).toContain('/MediaBox[0 0 1190.55 841.89]')
  })

  test('of an order or a paper there is none of is not made', async () => {
    for (const wrong of [
      ['--order', 'age'],
      ['--paper', 'a5'],
      ['--paper', 'toString'],
    ])
      expect(await refused(wrong)).toContain('用法：caibao roster')
  })

  test('has the columns asked for, in their order', async () => {
    const { lines } = await printed(['--columns', '手机号码，姓名、基本信息 · 身份证号,titles.issueDate'])
    const heads = ['手机号码', '姓名', '身份证号', '签发时间']
    expect(lines.filter((line) => [...heads, '性别', '学历'].includes(line))).toEqual(heads)
    expect(lines).toContain(anotherPerson('丁一', 1).basic['mobile'])
  })

  test('with a column that does not exist is not made, and says which there are', async () => {
    const unknown = await refused(['--columns', '姓名,手机\u202E'])
    expect(unknown).toContain('没有叫“手机‹U+202E›”的栏目')
    expect(unknown).toMatch(/^ {2}基本信息：.*手机号码/mu)
    expect(await refused(['--columns', ''])).toContain('没有叫“”的栏目')
    expect(await refused(['--columns', '姓名,签发时间'])).toContain(
      '“签发时间”不止一栏，请写明是哪一栏：专业技术资格信息 · 签发时间、职业资格证书 · 签发时间',
    )
  })

  test('with more columns than the paper has room for is not made', async () => {
    const all = rosterColumnsOf((await loadScheme()).scheme).map(({ sheet, field }) => `${sheet}.${field}`)
    expect(await refused(['--columns', all.join(',')])).toMatch(/这种纸最多排 \d+ 栏，这里有 \d+ 栏/u)
  })
})

import { describe, expect, test } from 'vitest'
import { entriesFor, entryOf, searchGuide } from '#core/guide/find-entries.ts'
import type { CertificateTree, GuideEntry } from '#core/guide/guide.ts'
import { emptyRecord } from '#core/record/record.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { compileCodes } from '#core/scheme/compile/compile-codes.ts'
import { readCodes } from '#server/scheme/read-codes.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, guide, tables } = await realCodes()

describe('the guide', () => {
  test('has every question of the FAQ', () => {
    const count = (part: string): number => guide.entries.filter(({ id }) => id.startsWith(part)).length
    expect([count('S1-'), count('S2-'), count('S3-')]).toEqual([6, 18, 3])
  })

  test('answers for a field with what stands behind it', () => {
    const ids = entriesFor(guide, { path: 'titles[2].certificateNumber' }).map(({ id }) => id)
    expect(ids).toContain('S2-15')
    expect(entriesFor(guide, { path: 'basic.gender' }).map(({ id }) => id)).toEqual(['S2-4'])
  })

  test('leaves no field of the six sheets without an answer that names it', () => {
    const paths = bundle.scheme.sheets.flatMap(({ key, fields }) =>
      fields.map((field) => ({ path: `${key}.${field.key}`, label: field.label })),
    )
    expect(paths.length).toBe(62)
    expect(paths.filter(({ path }) => entriesFor(guide, { path }).length === 0)).toEqual([])
    // Where the FAQ says no more than how a field is typed, it names the field at least.
    const onlyTyped = paths.filter(({ path }) => entriesFor(guide, { path }).every(({ id }) => id === guide.general))
    const said = entryOf(guide, guide.general)?.answer.join('') ?? ''
    expect(onlyTyped.filter(({ label }) => !said.includes(label))).toEqual([])
  })

  test('answers for a rule first, each entry once', () => {
    const ids = entriesFor(guide, { path: 'basic.employer', rules: ['B30'] }).map(({ id }) => id)
    expect(ids).toContain('S2-11')
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('answers for several rules in their order', () => {
    const ids = entriesFor(guide, { rules: ['B30', 'B19', 'T16'] }).map(({ id }) => id)
    expect(ids).toEqual(['B30', 'T16'].flatMap((rule) => entriesFor(guide, { rules: [rule] }).map(({ id }) => id)))
    expect(ids.length).toBeGreaterThan(1)
  })

  test('finds by words of question and answer, and by number', () => {
    expect(searchGuide(guide, '11111111').map(({ id }) => id)).toEqual(['S2-15'])
    expect(searchGuide(guide, 's2-13')[0]?.id).toBe('S2-13')
    expect(searchGuide(guide, '公章 全称')[0]?.id).toBe('S2-11')
    expect(searchGuide(guide, '没有这个词')).toEqual([])
    expect(searchGuide(guide, ' ')).toEqual(guide.entries)
  })

  test('finds by the words of the language it is shown in, and by the official ones', () => {
    const say = (entry: GuideEntry): GuideEntry =>
      entry.id === 'S2-11' ? { ...entry, question: 'Name of the unit?', answer: ['As on the Seal.'] } : entry
    expect(searchGuide(guide, 'seal name', say).map(({ id }) => id)).toEqual(['S2-11'])
    expect(searchGuide(guide, '公章 全称', say)[0]?.id).toBe('S2-11')
    expect(searchGuide(guide, 'seal name')).toEqual([])
  })
})

function walksOf(tree: CertificateTree, at = tree.start, seen: readonly string[] = []): readonly (readonly string[])[] {
  const question = tree.questions[at]
  if (!question) return [[...seen, at]]
  if (seen.includes(at)) throw new Error(`${at} leads back to itself`)
  return question.choices.flatMap(({ to }) => walksOf(tree, to, [...seen, at]))
}

/** Where these choices lead, each named by how it begins. */
function answerAfter({ start, questions, answers }: CertificateTree, said: readonly string[]) {
  let at = start
  for (const words of said) {
    const choice = questions[at]?.choices.find(({ say }) => say.startsWith(words))
    expect(choice, `${words} after ${at}`).toBeDefined()
    at = choice?.to ?? ''
  }
  return answers[at]
}

const [title, qualification, award] = ['职称证书', '职业资格、执业资格', '获奖证书'] as const

describe('我的证书要不要填', () => {
  test.each<{ readonly said: readonly string[]; readonly verdict: string; readonly source: string }>([
    { said: [title, '是'], verdict: 'leave', source: 'S1-17' },
    { said: [title, '不是', '评审或认定', '找得到'], verdict: 'titles', source: 'S1-2' },
    { said: [title, '不是', '评审或认定', '找不到'], verdict: 'leave', source: 'S2-16' },
    { said: [title, '不是', '外省', '办理过', '找得到'], verdict: 'titles', source: 'S1-2' },
    { said: [title, '不是', '外省', '办理过', '找不到'], verdict: 'leave', source: 'S2-16' },
    { said: [title, '不是', '外省', '没有办理'], verdict: 'leave', source: 'S1-2' },
    { said: [title, '不是', '在广西办理的重新确认', '找得到'], verdict: 'titles', source: 'S1-2' },
    { said: [title, '不是', '考试取得的', '是，广西人社厅', '找得到'], verdict: 'titles', source: 'S1-2' },
    // Signed by 国家人事部 or a city's 人事局, and taken in Guangxi all the same.
    { said: [title, '不是', '考试取得的', '是，其他', '广西', '找得到'], verdict: 'titles', source: 'S1-2' },
    // A national examination is bound to no province, as with qualifications; T29 asks the same.
    { said: [title, '不是', '考试取得的', '是，其他', '外省，达到', '找得到'], verdict: 'titles', source: 'S1-2' },
    { said: [title, '不是', '考试取得的', '是，其他', '外省，只达到'], verdict: 'leave', source: 'S1-2' },
    { said: [title, '不是', '考试取得的', '不是，由'], verdict: 'leave', source: 'S1-17' },
    { said: [qualification, '是'], verdict: 'leave', source: 'S1-17' },
    { said: [qualification, '不是', '广西', '是', '找得到'], verdict: 'qualifications', source: 'S1-2' },
    { said: [qualification, '不是', '广西', '是', '找不到'], verdict: 'leave', source: 'S2-16' },
    // 教师资格 is in the list, and is issued by others.
    { said: [qualification, '不是', '广西', '不是，由'], verdict: 'leave', source: 'S1-17' },
    { said: [qualification, '不是', '外省', '达到了', '找得到'], verdict: 'qualifications', source: 'S1-2' },
    { said: [qualification, '不是', '外省', '只达到当地的分数线'], verdict: 'leave', source: 'S1-2' },
    { said: ['工人技能等级证书'], verdict: 'leave', source: 'S1-17' },
    { said: ['其他证书'], verdict: 'leave', source: 'S1-17' },
    { said: [award, '中央人民政府'], verdict: 'awards', source: 'S2-10' },
    { said: [award, '自治区人民政府'], verdict: 'awards', source: 'S2-10' },
    { said: [award, '市人民政府授权的机构'], verdict: 'awards', source: 'S2-10' },
    { said: [award, '市属委办局'], verdict: 'leave', source: 'S2-10' },
    { said: [award, '上面这些机构与市厅级以上部门联合颁发'], verdict: 'awards', source: 'S2-10' },
    { said: ['荣誉称号证书', '找得到'], verdict: 'honors', source: 'S3-3' },
    { said: ['荣誉称号证书', '找不到'], verdict: 'leave', source: 'S3-3' },
  ])('$said: $verdict, by $source', ({ said, verdict, source }) => {
    const answer = answerAfter(guide.certificates, said)
    expect({ verdict: answer?.sheet ?? answer?.verdict, source: answer?.source }).toEqual({ verdict, source: [source] })
    expect(answer?.verdict).toBe(verdict === 'leave' ? 'leave' : 'fill')
    expect(answer?.text).toMatch(verdict === 'leave' ? /^不用填。/ : /^(?:要填。|可以填，)/)
  })

  const walks = walksOf(guide.certificates)

  test('every way ends in an answer with its source, within six questions', () => {
    expect(walks.length).toBeGreaterThan(20)
    for (const walk of walks) {
      const answer = guide.certificates.answers[walk.at(-1) ?? '']
      expect(answer, walk.join(' → ')).toBeDefined()
      expect(walk.length).toBeLessThanOrEqual(7)
      for (const id of answer?.source ?? []) expect(entryOf(guide, id)).toBeDefined()
    }
    const fillable = Object.values(guide.certificates.answers).filter(({ verdict }) => verdict === 'fill')
    const sheets = new Set(bundle.scheme.sheets.map(({ key }) => key))
    expect(fillable.filter(({ sheet = '' }) => !sheets.has(sheet))).toEqual([])
  })
})

describe('the example', () => {
  test('has no open error, and can never be handed in', () => {
    const engine = createRuleEngine(bundle.rules, bundle.scheme, tables)
    const { id: scheme, version: schemeVersion } = bundle.scheme
    const blank = emptyRecord({ scheme, schemeVersion, id: '018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f' })
    const issues = engine.check({ ...blank, ...guide.demo }, { today: '2026-11-24' })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(engine.checkHandingIn({ demo: 'yes' }).map(({ rule }) => rule)).toContain('X12')
  })
})

describe('mistakes in codes/guide/', () => {
  test.each([
    { file: 'guide', from: 'fields: [basic.employer]', to: 'fields: [basic.employr]', says: '没有栏目“basic.employr”' },
    { file: 'guide', from: '- id: S2-16', to: '- id: S2-15', says: '“S2-15”写了两次' },
    { file: 'certificates', from: 'to: political }', to: 'to: politics }', says: '没有问题或答案“politics”' },
    { file: 'certificates', from: 'source: [S2-16]', to: 'source: [S2-61]', says: '问答里没有“S2-61”' },
  ])('stop the build: $says', async ({ file, from, to, says }) => {
    const files = new Map(await readCodes())
    const path = `codes/guide/${file}.yaml`
    expect(files.get(path)).toContain(from)
    files.set(path, (files.get(path) ?? '').replace(from, to))
    const compiled = await compileCodes(files)
    const said = 'problems' in compiled ? compiled.problems : []
    expect(said.map(({ message }) => message)).toContain(says)
    expect(said.filter((problem) => problem.file.startsWith('codes/guide/')).every(({ line }) => line > 1)).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import { entriesFor, entryOf, searchGuide } from '#core/guide/find-entries.ts'
import type { CertificateTree } from '#core/guide/guide.ts'
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
    expect(entriesFor(guide, { path: 'basic.gender' })).toEqual([])
  })

  test('answers for a rule first, each entry once', () => {
    const ids = entriesFor(guide, { path: 'basic.employer', rule: 'B30' }).map(({ id }) => id)
    expect(ids).toContain('S2-11')
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('finds by words of question and answer, and by number', () => {
    expect(searchGuide(guide, '11111111').map(({ id }) => id)).toEqual(['S2-15'])
    expect(searchGuide(guide, 's2-13')[0]?.id).toBe('S2-13')
    expect(searchGuide(guide, '公章 全称')[0]?.id).toBe('S2-11')
    expect(searchGuide(guide, '没有这个词')).toEqual([])
    expect(searchGuide(guide, ' ')).toEqual(guide.entries)
  })
})

function walksOf(tree: CertificateTree, at = tree.start, seen: readonly string[] = []): readonly (readonly string[])[] {
  const question = tree.questions[at]
  if (!question) return [[...seen, at]]
  if (seen.includes(at)) throw new Error(`${at} leads back to itself`)
  return question.choices.flatMap(({ to }) => walksOf(tree, to, [...seen, at]))
}

describe('我的证书要不要填', () => {
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

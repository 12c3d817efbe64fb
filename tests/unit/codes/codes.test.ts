import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ruleFunctions } from '#core/rules/functions/library.ts'
import { parseBundle } from '#core/scheme/parse-bundle.ts'
import { tablesOfApp } from '#core/scheme/tables-of-app.ts'
import { writeRulesDoc } from '#core/scheme/compile/write-rules-doc.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, sources } = await realCodes()
const { scheme, tables, manifest } = bundle

const span = (letter: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letter}${String(from + index).padStart(2, '0')}`)

/** Every rule of the list this program follows. */
const everyRule = [
  ...span('N', 1, 7),
  ...[span('B', 1, 5), span('B', 10, 24), span('B', 30, 34), span('B', 40, 48), span('B', 50, 56)].flat(),
  ...[span('B', 60, 65), span('B', 70, 75), span('E', 1, 24), span('T', 1, 36), span('Q', 1, 13)].flat(),
  // X12 and M17 are ours: the example of the app is never handed in, and a code may mean something else by now.
  ...[span('A', 1, 13), span('H', 1, 7), span('X', 1, 12), span('M', 1, 17)].flat(),
]

describe('codes/', () => {
  test('has the 62 columns of the six sheets', () => {
    const counts = scheme.sheets.map(({ key, fields }) => [key, fields.length])
    expect(counts).toEqual([
      ['basic', 25],
      ['education', 10],
      ['titles', 10],
      ['qualifications', 6],
      ['awards', 6],
      ['honors', 5],
    ])
  })

  test('has 27 tables and the merged divisions', () => {
    expect(Object.keys(tables).length).toBe(28)
    expect(tables['divisions']?.codes.length).toBe(6671)
  })

  test('says of the divisions that one is not of the standard: born abroad', () => {
    const divisions = tables['divisions']
    expect(divisions?.names[divisions.codes.indexOf('990000')]).toBe('国外')
    expect([divisions?.constructed, tables['divisions_2012']?.constructed]).toEqual(['partly', 'no'])
  })

  test('has every rule of the list, or says why not', () => {
    const compiled = new Set([...bundle.rules.rules, ...bundle.rules.cleanups].map(({ id }) => id))
    const deferred = sources.deferred.map(({ id }) => id)
    expect([...compiled, ...deferred].sort()).toEqual([...everyRule].sort())
    expect(deferred).toEqual(['B32', 'B33', 'B53', 'T28', 'X06', 'X07', ...span('M', 1, 17)])
  })

  test('gives the app the merged divisions and not what they are made of', () => {
    const ids = tablesOfApp(bundle)
    expect(ids).toContain('divisions')
    expect(ids.filter((id) => id.startsWith('divisions_'))).toEqual([])
  })

  test('is what docs/rules.md says; `npm run caibao -- codes docs` writes it anew', async () => {
    const committed = await readFile(new URL('../../../docs/rules.md', import.meta.url), 'utf8')
    expect(committed).toBe(writeRulesDoc({ scheme, ...sources, functions: ruleFunctions }))
  })
})

describe('a bundle from outside', () => {
  const outside = () => JSON.parse(JSON.stringify(bundle))

  test('is taken when it is whole', async () => {
    expect(await parseBundle(outside())).toEqual({ ok: true, value: bundle })
  })

  test('is refused when a part does not match the digest', async () => {
    const altered = outside()
    altered.rules.rules[0].severity = 'info'
    expect(await parseBundle(altered)).toEqual({ ok: false, error: { code: 'BUNDLE_DIGEST_BAD', params: {} } })
  })

  test('is refused when a condition is none', async () => {
    const altered = outside()
    altered.rules.rules[0].condition = ['eval', 'alert(1)']
    expect(await parseBundle(altered)).toEqual({
      ok: false,
      error: { code: 'BUNDLE_SHAPE_BAD', params: { path: 'rules.rules.0.condition' } },
    })
  })

  test('names its digest over all its parts', () => {
    expect(Object.keys(manifest.parts).length).toBe(Object.keys(tables).length + 2)
    expect(manifest.digest).toMatch(/^[0-9a-f]{64}$/)
  })
})

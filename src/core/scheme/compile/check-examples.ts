import type { Scheme } from '#core/scheme/scheme.ts'
import type { YamlPath } from './read-yaml.ts'
import type { ExampleSource } from './rule-source.ts'

type Report = (path: YamlPath, message: string) => void

function isKnownField(scheme: Scheme, sheetKey: string, field: string): boolean {
  const sheet = scheme.sheets.find(({ key }) => key === sheetKey)
  return sheetKey === 'flow' || (sheet?.fields.some(({ key, kind }) => key === field && kind !== 'sequence') ?? false)
}

function checkRecord(example: ExampleSource, index: number, scheme: Scheme, report: Report): void {
  const kind = 'fails' in example ? 'fails' : 'passes'
  const record = 'fails' in example ? example.fails : example.passes
  for (const [sheet, values] of Object.entries(record)) {
    const rows = Array.isArray(values)
      ? values.map((row, at) => ({ row, path: [sheet, at] }))
      : [{ row: values, path: [sheet] }]
    const fields = rows.flatMap(({ row, path }) => Object.keys(row).map((field) => ({ field, path })))
    for (const { field, path } of fields) {
      if (!isKnownField(scheme, sheet, field)) report([index, kind, ...path, field], `表“${sheet}”没有栏目“${field}”`)
    }
  }
}

/** At least one example on which the rule reports and one on which it is silent, made of known fields. */
export function checkExamples(examples: readonly ExampleSource[], scheme: Scheme, report: Report): void {
  if (!examples.some((example) => 'fails' in example)) report([], '缺少“fails”的例子')
  if (!examples.some((example) => 'passes' in example)) report([], '缺少“passes”的例子')
  for (const [index, example] of examples.entries()) checkRecord(example, index, scheme, report)
}

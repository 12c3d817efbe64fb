import type { Scheme } from '#core/scheme/scheme.ts'
import type { YamlPath } from './read-yaml.ts'
import type { ExampleSource } from './rule-source.ts'

type Report = (path: YamlPath, message: string) => void

function checkRecord(example: ExampleSource, index: number, scheme: Scheme, report: Report): void {
  const kind = 'fails' in example ? 'fails' : 'passes'
  const record = 'fails' in example ? example.fails : example.passes
  for (const [sheetKey, values] of Object.entries(record)) {
    const sheet = scheme.sheets.find(({ key }) => key === sheetKey)
    for (const [at, row] of [values].flat().entries()) {
      for (const key of Object.keys(row)) {
        const path = [index, kind, sheetKey, ...(Array.isArray(values) ? [at] : []), key]
        const isKnown = sheetKey === 'flow' || sheet?.fields.some((field) => field.key === key && field.kind !== 'sequence')
        if (!isKnown) report(path, `表“${sheetKey}”没有栏目“${key}”`)
      }
    }
  }
}

/** At least one example on which the rule reports and one on which it is silent, made of known fields. */
export function checkExamples(examples: readonly ExampleSource[], scheme: Scheme, report: Report): void {
  if (!examples.some((example) => 'fails' in example)) report([], '缺少“fails”的例子')
  if (!examples.some((example) => 'passes' in example)) report([], '缺少“passes”的例子')
  for (const [index, example] of examples.entries()) checkRecord(example, index, scheme, report)
}

import type { CompiledRule } from '#core/rules/rule-set.ts'
import { makeManifest, type SchemeBundle } from '#core/scheme/bundle.ts'

/** A rule that asks everybody for this field of the basic sheet. */
export const askingFor = (field: string): CompiledRule => ({
  id: 'B99',
  severity: 'error',
  kind: 'missing',
  at: { scope: 'field', sheet: 'basic', field },
  reads: [`basic.${field}`],
  condition: ['==', ['value'], ''],
  message: '这一栏从今年起必须填写。',
})

/** The next version of a scheme: one more grade of awards, and these rules beside those it had. */
export async function anUpdate(bundle: SchemeBundle, more: readonly CompiledRule[] = []): Promise<SchemeBundle> {
  const grades = bundle.tables['award_grade']
  if (!grades) throw new Error('no table award_grade')
  const scheme = { ...bundle.scheme, version: '2012.2' }
  const table = {
    ...grades,
    codes: [...grades.codes, '99'],
    names: [...grades.names, '特别贡献奖'],
    pinyin: [...grades.pinyin, 'te bie gong xian jiang'],
    ...(grades.parents && { parents: [...grades.parents, -1] }),
  }
  const rules = { ...bundle.rules, rules: [...bundle.rules.rules, ...more] }
  const parts = { scheme, rules, tables: { ...bundle.tables, award_grade: table } }
  return { manifest: await makeManifest(parts), ...parts }
}

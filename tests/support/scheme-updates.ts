import { makeManifest, type SchemeBundle } from '#core/scheme/bundle.ts'

/** The next version of a scheme: one more grade of awards. */
export async function anUpdate(bundle: SchemeBundle): Promise<SchemeBundle> {
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
  const parts = { scheme, rules: bundle.rules, tables: { ...bundle.tables, award_grade: table } }
  return { manifest: await makeManifest(parts), ...parts }
}

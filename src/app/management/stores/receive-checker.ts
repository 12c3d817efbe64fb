import type { SchemeSource } from '#app/platform/scheme/scheme-source.ts'
import type { CheckSetting } from '#app/platform/unit/check-message.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { TableData } from '#core/codes/table-data.ts'
import { ok, type Result } from '#core/errors/result.ts'

/** Starts workers that know the rules and tables of the scheme and the keys of the unit. */
export async function startChecker(
  source: SchemeSource,
  unitDesk: () => Promise<UnitDesk>,
  { scheme, keys, sealingKey, today }: Pick<CheckSetting, 'scheme' | 'keys' | 'sealingKey' | 'today'>,
): Promise<Result<FileChecker>> {
  const [rules, manifest] = await Promise.all([source.loadRules(), source.loadManifest()])
  if (!rules.ok) return rules
  if (!manifest.ok) return manifest
  const tables: (readonly [string, TableData])[] = []
  for (const id of source.tableIds) {
    const table = await source.loadTable(id)
    if (!table.ok) return table
    tables.push([id, table.value])
  }
  const desk = await unitDesk()
  const rulesDigest = manifest.value.parts['rules'] ?? ''
  const { manifest: identity } = source
  return ok(desk.startChecker({ scheme, identity, rules: rules.value, rulesDigest, tables, keys, sealingKey, today }))
}

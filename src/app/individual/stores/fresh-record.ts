import { emptyRecord, type PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** The record a new draft starts with: empty, with the rows every person fills in. */
export function freshRecord(scheme: Scheme): PersonRecord {
  const fresh = emptyRecord({ scheme: scheme.id, schemeVersion: scheme.version, id: crypto.randomUUID() })
  const education = scheme.sheets.find(({ key }) => key === 'education')
  return { ...fresh, education: Array.from({ length: education?.startRows ?? 0 }, () => ({})) }
}

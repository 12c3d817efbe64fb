import canonicalize from 'canonicalize'
import type { TableData } from '#core/codes/table-data.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { Scheme } from './scheme.ts'

/** Which scheme it is. */
export interface SchemeIdentity {
  readonly id: string
  readonly version: string
  /** SHA-256 over the canonical JSON of `parts`: two bundles with the same digest say the same. */
  readonly digest: string
}

/** What a bundle is, and the SHA-256 of each part in hex. */
export interface SchemeManifest extends SchemeIdentity {
  /** `scheme`, `rules` and `tables/<id>` → SHA-256 of the part's canonical JSON. */
  readonly parts: Readonly<Record<string, string>>
}

/** 采集方案 with everything it needs: fields, rules, code tables. */
export interface SchemeBundle {
  readonly manifest: SchemeManifest
  readonly scheme: Scheme
  readonly rules: RuleSet
  readonly tables: Readonly<Record<string, TableData>>
}

/** What is hashed into the manifest. */
export type BundleParts = Omit<SchemeBundle, 'manifest'>

async function digestOf(value: unknown): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalize(value) ?? ''))
}

/** The manifest that belongs to these parts. */
export async function makeManifest({ scheme, rules, tables }: BundleParts): Promise<SchemeManifest> {
  const values: readonly (readonly [string, unknown])[] = [
    ['scheme', scheme],
    ['rules', rules],
    ...Object.keys(tables)
      .sort()
      .map((id) => [`tables/${id}`, tables[id]] as const),
  ]
  const parts = Object.fromEntries(
    await Promise.all(values.map(async ([name, value]) => [name, await digestOf(value)] as const)),
  )
  return { id: scheme.id, version: scheme.version, digest: await digestOf(parts), parts }
}

import { identity, scheme, urls } from 'virtual:caibao-scheme'
import { fetchPart } from '#app/platform/parts/parts.ts'
import type { TableData } from '#core/codes/table-data.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import type { SchemeIdentity, SchemeManifest } from '#core/scheme/bundle.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** Where the parts of the scheme come from; the form is at hand, rules and tables follow. */
export interface SchemeSource {
  readonly manifest: SchemeIdentity
  readonly scheme: Scheme
  /** Thumbprint of the publisher's key; absent for the scheme the app was built with. */
  readonly signer?: string
  readonly tableIds: readonly string[]
  /** With the digest of each part. */
  readonly loadManifest: () => Promise<Result<SchemeManifest, AppError<'SCHEME_UNAVAILABLE'>>>
  readonly loadRules: () => Promise<Result<RuleSet, AppError<'SCHEME_UNAVAILABLE'>>>
  readonly loadTable: (id: string) => Promise<Result<TableData, AppError<'SCHEME_UNAVAILABLE'>>>
}

async function loadJson<T>(url: string | undefined): Promise<Result<T, AppError<'SCHEME_UNAVAILABLE'>>> {
  try {
    const response = await fetchPart(url ?? '')
    if (!response.ok) return fail('SCHEME_UNAVAILABLE', { reason: `HTTP ${response.status}` })
    // Built and hashed with this app and precached by its service worker: trusted like its code.
    const json: T = await response.json()
    return ok(json)
  } catch {
    return fail('SCHEME_UNAVAILABLE', { reason: 'offline' })
  }
}

/** The scheme this build of the app carries. */
export function builtInScheme(): SchemeSource {
  return {
    manifest: identity,
    scheme,
    tableIds: Object.keys(urls.tables),
    loadManifest: () => loadJson<SchemeManifest>(urls.manifest),
    loadRules: () => loadJson<RuleSet>(urls.rules),
    loadTable: (id) => loadJson<TableData>(urls.tables[id]),
  }
}

import { withCodeNames } from '#core/record/code-names.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { type SignedSubmission, signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { LoadedScheme } from '#server/scheme/load-scheme.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

/** How somebody hands in. */
export interface HandingIn {
  readonly at: Date
  readonly revision?: number
  readonly previous?: string
  /** Their device; a new one where nothing is said. */
  readonly key?: SigningKey
  /** The earlier version of the scheme they work with. */
  readonly version?: string
}

/** What somebody handed in. */
export interface HandedIn extends SignedSubmission {
  readonly record: PersonRecord
  readonly revision: number
  readonly at: Date
  readonly key: SigningKey
  readonly errors: number
  readonly warnings: number
}

/** Hands in as the app does, with a reason for each warning; what is an error goes through, which the app would not let. */
export function makeHandIn({ bundle, scheme, tables, engine }: LoadedScheme, today: string) {
  const { id, digest } = bundle.manifest
  return async (person: PersonRecord, handing: HandingIn): Promise<HandedIn> => {
    const { at, revision = 1, previous, key = await aSigningKey(), version = bundle.manifest.version } = handing
    const record = withCodeNames({ ...person, schemeVersion: version }, scheme, tables)
    const issues = engine.check(record, { today })
    const warnings = issues.filter(({ severity }) => severity === 'warning')
    const content = {
      record,
      revision,
      ...(previous !== undefined && { previous }),
      scheme: { id, version, digest },
      createdAt: at.toISOString(),
      warnings: warnings.map(({ rule, path }) => ({ rule, path, reason: '与证件一致。' })),
    }
    const signed = await signSubmission(content, key)
    const errors = issues.filter(({ severity }) => severity === 'error').length
    return { ...signed, record, revision, at, key, errors, warnings: warnings.length }
  }
}

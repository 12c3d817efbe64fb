import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Findings } from '#core/review/case-row.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'

/** A verified submission, and what the rules find in it. */
export interface CheckedSubmission {
  readonly submission: Submission
  readonly findings: Findings
}

/** What a file turned out to be; of a refused one nothing is taken over. */
export type CheckedFile =
  | { readonly kind: 'submission'; readonly checked: CheckedSubmission }
  | { readonly kind: 'pack'; readonly manifest: Manifest; readonly checked: readonly CheckedSubmission[] }
  | { readonly kind: 'refused'; readonly error: AppError }

/** What a worker needs to know before its first file. */
export interface CheckSetting {
  readonly scheme: Scheme
  readonly rules: RuleSet
  /** SHA-256 of the rules, as the manifest of the scheme gives it. */
  readonly rulesDigest: string
  readonly tables: readonly (readonly [string, TableData])[]
  readonly keys: readonly OpeningKey[]
  readonly today: string
}

/** What is said to a worker. */
export type CheckRequest =
  | { readonly kind: 'setting'; readonly setting: CheckSetting }
  | { readonly kind: 'file'; readonly job: number; readonly file: Blob }

/** What a worker answers. */
export interface CheckReply {
  readonly job: number
  readonly file: CheckedFile
}

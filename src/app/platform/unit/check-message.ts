import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Arriving } from '#core/review/arriving.ts'
import type { Findings } from '#core/review/case-row.ts'
import type { RuleSet } from '#core/rules/rule-set.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import type { TextBlock } from './text-block.ts'

/** A verified submission, and what the rules find in it; its text lies in the block that came with it. */
export interface CheckedSubmission {
  readonly arriving: Arriving
  readonly findings: Findings
  /** The earlier version of the scheme it was made with. */
  readonly earlier?: string
}

/** A file as the page read it; of one that is larger than any submission only the first bytes, which tell its kind. */
export type GivenFile =
  | { readonly sizeBytes: number; readonly bytes: ArrayBuffer }
  /** It could not be read. */
  | { readonly reason: string }

/** What a file turned out to be; of a refused one nothing is taken over, a pack or a ZIP is read on its own. */
export type CheckedFile =
  | { readonly kind: 'submission'; readonly checked: CheckedSubmission }
  | { readonly kind: 'pack' | 'zip' }
  | { readonly kind: 'refused'; readonly error: AppError }

/** Files checked together, in their order; the texts of all sound ones are sealed in one block. */
export interface CheckedFiles {
  readonly files: readonly CheckedFile[]
  readonly block?: TextBlock
}

/** A part of a pack; it counts only if the whole pack is sound. */
export interface PackPart {
  readonly people: readonly CheckedSubmission[]
  readonly block: TextBlock
}

/** Takes a pack as it is read; whatever answers false ends the reading. */
export interface PackTaker {
  readonly onManifest: (manifest: Manifest) => Promise<boolean>
  readonly onPart: (part: PackPart) => Promise<boolean>
}

/** What a worker needs to know before its first file. */
export interface CheckSetting {
  readonly scheme: Scheme
  readonly identity: SchemeIdentity
  readonly rules: RuleSet
  /** SHA-256 of the rules, as the manifest of the scheme gives it. */
  readonly rulesDigest: string
  readonly tables: readonly (readonly [string, TableData])[]
  readonly keys: readonly OpeningKey[]
  /** Key of the vault: what is sound is sealed before it leaves the worker. */
  readonly sealingKey: CryptoKey
  readonly today: string
}

/** What is said to a worker. */
export type CheckRequest =
  | { readonly kind: 'setting'; readonly setting: CheckSetting }
  | { readonly kind: 'files'; readonly job: number; readonly files: readonly GivenFile[] }
  | { readonly kind: 'pack'; readonly job: number; readonly file: Blob }
  /** Submissions of the store, to be held against the rules once more. */
  | { readonly kind: 'kept'; readonly job: number; readonly texts: readonly string[] }
  /** What came last of the pack was taken, or the rest is not wanted. */
  | { readonly kind: 'taken'; readonly job: number; readonly goesOn: boolean }

/** What a worker answers. */
export type CheckReply =
  | { readonly kind: 'files'; readonly job: number; readonly checked: CheckedFiles }
  | { readonly kind: 'manifest'; readonly job: number; readonly manifest: Manifest }
  | { readonly kind: 'part'; readonly job: number; readonly part: PackPart }
  | { readonly kind: 'end'; readonly job: number; readonly manifest: Result<Manifest> }
  | { readonly kind: 'kept'; readonly job: number; readonly findings: readonly Result<Findings>[] }

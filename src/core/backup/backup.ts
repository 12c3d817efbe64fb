import * as v from 'valibot'
import { recordSchema } from '#core/record/record-schema.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Confirmation } from '#core/submission/confirmation.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { type CarriedRow, carriedRows } from './carried-rows.ts'

/** 备份文件 `.bak`: JWE (sealed by a passphrase) or JWS (signed only), flattened JSON, with two extra members. */
export const backupKind = 'backup/1'

/** The sentence a person reads who opens a sealed backup in an editor. */
export const sealedNote =
  '这是采报的备份文件，用备份时设的口令加密。请在采报的“恢复”里打开；双击看到这些文字不会损坏它，但请不要改动或另存。'

/** The sentence a person reads who opens a backup without a passphrase. */
export const openNote =
  '这是采报的备份文件，没有设口令：谁拿到它都能看到里面的个人信息，请妥善保管。请在采报的“恢复”里打开，不要改动或另存。'

/** Bounds before parsing. */
export const backupLimits = { sizeBytes: 64 * 1_048_576, depth: 24 } as const

/** Rounds of PBKDF2: what is written, and what a reader agrees to spend on a file from outside. */
export const passphraseRounds = { written: 600_000, least: 600_000, most: 2_000_000 } as const

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest))
const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const confirmation = v.strictObject({ rule: line(16), path: line(64), message: line(2000), reason: line(2000) })
const draftSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  record: recordSchema,
  revision: count,
  createdAt: v.number(),
  savedAt: v.number(),
  confirmations: v.pipe(v.array(confirmation), v.maxLength(5000)),
  declarations: v.record(line(40), line(200)),
  handedIn: v.nullable(v.strictObject({ revision: count, digest: hex64, draftRevision: count })),
  deletedAt: v.nullable(v.number()),
})
const submissionSchema = v.strictObject({
  digest: hex64,
  draftId: v.pipe(v.string(), v.uuid()),
  revision: count,
  fileName: line(200),
  text: v.string(),
  sealedText: v.exactOptional(v.string()),
  createdAt: v.number(),
  personName: line(200),
})

const rowsOf = <S extends v.GenericSchema<unknown, CarriedRow>>(row: S) =>
  v.optional(v.pipe(v.array(row), v.maxLength(100_000)), [])

/** What a backup holds. The private key is there only when a passphrase seals it. */
export const backupContentSchema = v.strictObject({
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  drafts: v.pipe(
    v.array(v.strictObject({ draft: draftSchema, ancestors: v.pipe(v.array(hex64), v.maxLength(2000)) })),
    v.maxLength(5000),
  ),
  submissions: v.pipe(v.array(submissionSchema), v.maxLength(20_000)),
  key: v.nullable(v.strictObject({ ...publicJwkSchema.entries, d: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })),
  revisions: rowsOf(carriedRows.revisions),
  tasks: rowsOf(carriedRows.tasks),
  returnSlips: rowsOf(carriedRows.returnSlips),
  outbox: rowsOf(carriedRows.outbox),
  /** Drafts behind a passphrase, still locked. */
  locks: rowsOf(carriedRows.locks),
})

type Parsed = Readonly<v.InferOutput<typeof backupContentSchema>>
type ParsedDraft = Readonly<v.InferOutput<typeof draftSchema>>

/** A draft as it stands in a backup. */
export interface BackupDraft extends Omit<ParsedDraft, 'record' | 'confirmations' | 'declarations'> {
  readonly record: PersonRecord
  readonly confirmations: readonly Confirmation[]
  readonly declarations: Readonly<Record<string, string>>
}

/** A draft with the digests of the states it grew from, as far as they left or entered this device. */
export interface DraftLineage {
  readonly draft: BackupDraft
  readonly ancestors: readonly string[]
}

/** What a backup holds, once it was opened. */
export interface BackupContent {
  readonly createdAt: string
  readonly drafts: readonly DraftLineage[]
  readonly submissions: readonly Parsed['submissions'][number][]
  readonly key: Parsed['key']
  readonly revisions: readonly CarriedRow[]
  readonly tasks: readonly CarriedRow[]
  readonly returnSlips: readonly CarriedRow[]
  readonly outbox: readonly CarriedRow[]
  readonly locks: readonly CarriedRow[]
}

/** Private P-256 key inside a sealed backup. */
export type PrivateJwk = NonNullable<BackupContent['key']>

import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { type BackupContent, backupLimits } from './backup.ts'
import type { CarriedRow } from './carried-rows.ts'

// Header, note and tag beside what is sealed or signed.
const outerBytes = 4096
const megabyte = 1_048_576

/** What is sealed or signed is spelled in base64url: four characters for three bytes. */
const mostContentBytes = (fileBytes: number): number => Math.floor(((fileBytes - outerBytes) * 3) / 4)

const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).byteLength

// What was handed in or imported goes last, as on the device itself.
const staysLonger: ReadonlySet<unknown> = new Set(['handedIn', 'imported'])
const isLongerKept = ({ reason }: CarriedRow): number => Number(staysLonger.has(reason))

/** A backup that its reader takes, and how many earlier states of drafts had to stay out of it. */
export interface FittingBackup {
  readonly content: BackupContent
  readonly leftOut: number
}

/**
 * Keeps a backup within what a reader takes: one that cannot be opened is none. The oldest states of the history stay
 * out first; of the drafts and of what was handed in nothing does.
 */
export function fitBackup(
  content: BackupContent,
  limitBytes: number = backupLimits.sizeBytes,
): Result<FittingBackup, AppError<'BACKUP_NOT_WRITABLE'>> {
  let tooManyBytes = sizeOf(content) - mostContentBytes(limitBytes)
  if (tooManyBytes <= 0) return ok({ content, leftOut: 0 })
  const order = [...content.revisions].sort(
    (one, other) => isLongerKept(one) - isLongerKept(other) || Number(one['at']) - Number(other['at']),
  )
  const leftOut = new Set<CarriedRow>()
  for (const row of order) {
    if (tooManyBytes <= 0) break
    tooManyBytes -= sizeOf(row)
    leftOut.add(row)
  }
  if (tooManyBytes > 0) return fail('BACKUP_NOT_WRITABLE', { where: `总大小超过 ${limitBytes / megabyte} MB` })
  const revisions = content.revisions.filter((row) => !leftOut.has(row))
  return ok({ content: { ...content, revisions }, leftOut: leftOut.size })
}

import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { ReceivedPerson } from './receive-plan.ts'

/** What a file became: people, or the reason why nothing of it was taken. */
export interface ReceivedFile {
  readonly fileName: string
  readonly unit?: string
  readonly people: readonly ReceivedPerson[]
  readonly error?: AppError
}

/** Whether a pack may be merged here: from a unit below, not merged before (M14). */
export function acceptablePack(
  { content, digest }: Manifest,
  unit: Unit,
  packs: readonly StoredPack[],
): Result<void, AppError<'PACK_UNKNOWN_UNIT' | 'PACK_ALREADY_MERGED'>> {
  if (packs.some((pack) => pack.digest === digest)) return fail('PACK_ALREADY_MERGED', { unit: content.unit.name })
  return content.unit.parent?.orgCode === unit.orgCode
    ? ok(undefined)
    : fail('PACK_UNKNOWN_UNIT', { unit: content.unit.name })
}

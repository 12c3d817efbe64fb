import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { ReceivedPerson } from './received-person.ts'

/** What a file became: people, or the reason why nothing of it was taken. */
export interface ReceivedFile {
  readonly fileName: string
  readonly unit?: string
  readonly people: readonly ReceivedPerson[]
  readonly error?: AppError
}

/**
 * Whether a pack may be merged here: from a unit below, not merged before (M14), and what it builds on is here. A pack
 * of changes alone would leave out everybody who did not change.
 */
export function acceptablePack(
  { content, digest }: Manifest,
  unit: Unit,
  packs: readonly StoredPack[],
): Result<void, AppError<'PACK_UNKNOWN_UNIT' | 'PACK_ALREADY_MERGED' | 'PACK_PREVIOUS_MISSING'>> {
  const { unit: below, since } = content
  const isHere = (wanted: string): boolean =>
    packs.some((pack) => pack.digest === wanted && pack.kind === 'received' && pack.unit.orgCode === below.orgCode)
  if (packs.some((pack) => pack.digest === digest)) return fail('PACK_ALREADY_MERGED', { unit: below.name })
  if (below.parent?.orgCode !== unit.orgCode) return fail('PACK_UNKNOWN_UNIT', { unit: below.name })
  if (since !== undefined && !isHere(since))
    return fail('PACK_PREVIOUS_MISSING', { unit: below.name, previous: formatDigest(since) })
  return ok(undefined)
}

import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { UnitKeyContent } from '#core/unit/key-file.ts'

/** The keys of a key file for use, with those used before. */
export async function importAllKeys(
  { importKeys }: Pick<UnitDesk, 'importKeys'>,
  content: UnitKeyContent,
): Promise<Pick<StoredUnit, 'keys' | 'earlier'>> {
  const before = await Promise.all((content.earlier ?? []).map(importKeys))
  const earlier = before.map(({ signing, opening }) => ({ signing: signing.publicJwk, opening }))
  return { keys: await importKeys(content), earlier }
}

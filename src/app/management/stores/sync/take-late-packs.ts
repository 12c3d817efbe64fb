import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { isNewerVersion } from '#core/scheme/scheme-version.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { type LatePack, latePackId, latePacks } from './late-packs.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'
import { takeOnlinePack } from './take-online-pack.ts'

/** What is no longer on the server is waited for no more, and the log says so. */
async function noteGone(desk: SyncDesk, { pack, unit }: LatePack, error: AppError): Promise<Result<void>> {
  const removed = await desk.rows.remove([latePackId(pack)])
  if (removed.ok) await desk.note({ kind: 'packRefused', name: unit, error })
  return removed
}

/**
 * Packs that were made with a newer version of the scheme than was in use here are taken once it is installed, in the
 * order they came: one that cannot be had now is waited for, since the next may say what changed since. How many came in.
 */
export async function takeLatePacks(desk: SyncDesk, state: SyncState): Promise<Answered<number>> {
  const late = await latePacks(desk.rows)
  if (!late.ok) return refuse('needsPerson', late)
  const knowledge = late.value.length > 0 ? await desk.knowledge() : undefined
  if (!knowledge) return ok(0)
  if (!knowledge.ok) return refuse('needsPerson', knowledge)
  const { version } = knowledge.value.scheme
  let count = 0
  for (const waiting of late.value) {
    if (isNewerVersion(waiting.needs, version) || !desk.goesOn()) continue
    const taken = await takeOnlinePack(desk, state, waiting.pack)
    if (taken.ok) {
      count += 1
      continue
    }
    if (taken.error.code !== 'SERVER_ADDRESS_UNKNOWN') return taken
    const noted = await noteGone(desk, waiting, taken.error)
    if (!noted.ok) return refuse('needsPerson', noted)
  }
  return ok(count)
}

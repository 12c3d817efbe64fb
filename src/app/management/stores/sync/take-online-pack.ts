import { ok, type Result } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type RunDesk, takePack } from '../receive-everything.ts'
import type { ReceivedFile } from '../receive-file.ts'
import { makeReceivePlan } from '../receive-plan.ts'
import { markAtServer } from './at-server.ts'
import { fetchPack } from './fetch-pack.ts'
import { stateId, type SyncDesk, type SyncState } from './sync-desk.ts'
import { latePackId, type OnlinePack } from './late-packs.ts'

/** What a run of receiving works with when the pack came over the network: the cursor is written with its people. */
async function runDesk(
  desk: SyncDesk,
  {
    next,
    told,
    settled,
  }: {
    readonly next: SyncState
    readonly told: { results: ReceivedFile[]; failure?: AppError }
    readonly settled: readonly string[]
  },
): Promise<Result<RunDesk>> {
  const { cases, now, append, goesOn, rows, unit } = desk
  const checker = await desk.checker()
  if (!checker.ok) return checker
  const synced = await cases.synced()
  if (!synced.ok) return synced
  const stateRow = await rows.row(stateId, next)
  const [people, ownName] = [desk.people, unit.unit.name]
  return ok({
    cases,
    checker: checker.value,
    knowledge: desk.knowledge,
    now,
    plan: () => makeReceivePlan({ cases, people: people(), reviewer: desk.reviewer(), ownName }),
    append: (changes, stored, { receiving: _receiving, ...along }) =>
      append(markAtServer(changes, synced.value), stored, { ...along, sync: [stateRow], settled }),
    // Written below, once it is known what became of the pack.
    mark: () => Promise.resolve(),
    progress: () => Promise.resolve(stateRow),
    goesOn: () => Promise.resolve(goesOn()),
    expect: () => undefined,
    tell: (results) => void told.results.push(...results),
    failWith: (error) => {
      told.failure = error
    },
  })
}

/** Passes over a pack that was refused; one that a scheme update would let in is tried again after it. */
async function noteRefused(
  { rows }: Pick<SyncDesk, 'rows'>,
  { pack, unit, error }: { readonly pack: OnlinePack; readonly unit: string; readonly error: AppError },
  next: SyncState,
): Promise<Result<void>> {
  const isTooNew = error.code === 'FILE_SCHEME_NEWER'
  const kept = isTooNew
    ? await rows.put(latePackId(pack), { pack: { ...pack }, unit, needs: error.params.found })
    : await rows.remove([latePackId(pack)])
  return kept.ok ? rows.put(stateId, next) : kept
}

/** A pack of a unit below goes the very way of a pack that came as a file; the cursor moves on with it. */
export async function takeOnlinePack(desk: SyncDesk, next: SyncState, pack: OnlinePack): Promise<Answered<SyncState>> {
  const blob = await fetchPack(desk, pack)
  if (!blob.ok) return blob
  const told: { results: ReceivedFile[]; failure?: AppError } = { results: [] }
  const run = await runDesk(desk, { next, told, settled: [latePackId(pack)] })
  if (!run.ok) return refuse('needsPerson', run)
  const name = `${pack.packId}.rpz`
  await takePack(run.value, new Set(), { file: new File([blob.value], name), name, index: 0 })
  if (told.failure) return refuse('retry', { error: told.failure })
  const [result] = told.results
  if (!result) return refuse('retry', { error: { code: 'STORE_LOCKED', params: {} } })
  const { unit = '', people, error } = result
  const noted = error ? await noteRefused(desk, { pack, unit, error }, next) : ok(undefined)
  if (!noted.ok) return refuse('needsPerson', noted)
  if (!error) await desk.note({ kind: 'packReceived', name: unit, count: people.length })
  // What came by hand before is no news.
  else if (error.code !== 'PACK_ALREADY_MERGED') await desk.note({ kind: 'packRefused', name: unit, error })
  return ok(next)
}

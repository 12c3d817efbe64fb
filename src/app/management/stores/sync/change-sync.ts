import type { AlongWith, CaseChange, CaseStorage, SyncedCase } from '#app/platform/storage/case-storage.ts'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseSync, notSynced } from '#core/sync/case-sync.ts'

type Append = (changes: readonly CaseChange[], pack?: undefined, along?: AlongWith) => Promise<Result<unknown>>

/** What of the open store is needed here. */
interface Cases {
  readonly cases: CaseStorage
  readonly kept: KeptStorage
}

const mostAttempts = 5

/** Changes what is known of cases and their server, and nothing else; again when somebody wrote meanwhile. */
async function changeSync(
  { cases }: Cases,
  append: Append,
  { next, along }: { readonly next: (each: SyncedCase) => CaseSync | undefined; readonly along?: AlongWith },
): Promise<Result<void>> {
  for (let attempt = 1; ; attempt += 1) {
    const synced = await cases.synced()
    if (!synced.ok) return synced
    const changes = synced.value.flatMap((each): CaseChange[] => {
      const sync = next(each)
      const { key: _key, ...row } = each.row
      return sync ? [{ events: [], row, texts: [], sync }] : []
    })
    if (changes.length === 0 && !along) return ok(undefined)
    const written = await append(changes, undefined, along)
    if (written.ok) return ok(undefined)
    if (written.error.code !== 'REVIEW_CONFLICT' || attempt === mostAttempts) return written
  }
}

const isFresh = ({ confirmed, atServer, stopped }: CaseSync): boolean =>
  confirmed === 0 && atServer.length === 0 && stopped === undefined

const cleared = ({ overtaken, slips, ...rest }: CaseSync): CaseSync | undefined =>
  isFresh({ overtaken, slips, ...rest }) ? undefined : { ...notSynced, overtaken, slips }

/** Nothing is known of the server any more; what its reviewer has not seen yet stays, and so do slips on their way. */
export const clearSync = (cases: Cases, append: Append, state: StoredRow): Promise<Result<void>> =>
  changeSync(cases, append, { next: ({ sync }) => cleared(sync), along: { sync: [state] } })

/**
 * The same for a server that has lost what came last. Who was erased there stays so: a backup knows nothing of it, and
 * nothing that a person had erased goes up again by itself.
 */
export const clearSyncAfterLoss = (cases: Cases, append: Append, along: AlongWith): Promise<Result<void>> =>
  changeSync(cases, append, { next: ({ sync }) => (sync.stopped === 'erased' ? undefined : cleared(sync)), along })

/** Strikes steps off that their maker has seen. */
export const settleOvertaken = (
  cases: Cases,
  append: Append,
  { caseId, ids }: { readonly caseId: string; readonly ids: readonly string[] },
): Promise<Result<void>> =>
  changeSync(cases, append, {
    next: ({ row, sync }) =>
      row.caseId === caseId
        ? { ...sync, overtaken: sync.overtaken.filter(({ event }) => !ids.includes(event.id)) }
        : undefined,
  })

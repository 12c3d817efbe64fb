import * as v from 'valibot'
import type { SyncedCase } from '#app/platform/storage/case-storage.ts'
import { storedErrorSchema } from '#app/platform/storage/stored-error.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type LatePack, latePacks } from './late-packs.ts'
import { prefixes } from './page-texts.ts'
import { stateId, type SyncDesk, syncStateSchema } from './sync-desk.ts'
import { countUnreadPacks, packsNotTaken, packsOnTheirWay } from './upload-packs.ts'
import type { PackOnItsWay } from './upload-rows.ts'

/** What is open between this device and its server. */
export interface SyncOverview {
  /** Steps the server does not have yet. */
  readonly unsent: number
  readonly slips: number
  readonly packs: readonly PackOnItsWay[]
  /** Packs that the level above did not take, also those that are not sent any more. */
  readonly notTaken: ReadonlySet<string>
  /** Packs of which it cannot be read what became of them. */
  readonly unreadPacks: number
  /** People with steps of one's own that did not come to stand. */
  readonly overtaken: readonly SyncedCase[]
  /** People who do not follow the server any more. */
  readonly stopped: readonly SyncedCase[]
  /** Files from the server that could not be taken. */
  readonly refused: readonly { readonly at: number; readonly error: AppError }[]
  /** Packs from below that wait for an update of the scheme. */
  readonly late: readonly LatePack[]
}

const refusedSchema = v.object({ at: v.number(), error: storedErrorSchema })

/** Nothing open. */
export const nothingOpen: SyncOverview = {
  unsent: 0,
  slips: 0,
  packs: [],
  notTaken: new Set(),
  unreadPacks: 0,
  overtaken: [],
  stopped: [],
  refused: [],
  late: [],
}

/** What is known of the server, and what is open, where that can be read. */
export async function readTraffic({ cases, rows }: Pick<SyncDesk, 'cases' | 'rows'>) {
  const stored = await rows.get(stateId, syncStateSchema)
  const synced = await cases.synced()
  return { stored, looked: synced.ok ? await lookOver(rows, synced.value) : undefined }
}

/** Looks what is open. */
export async function lookOver(rows: UnitSyncStorage, synced: readonly SyncedCase[]): Promise<SyncOverview> {
  const refused = await rows.list(prefixes.refused, refusedSchema)
  const late = await latePacks(rows)
  const following = synced.filter(({ sync }) => !sync.stopped)
  return {
    unsent: following.reduce((sum, { row, sync }) => sum + row.sequence - sync.confirmed, 0),
    slips: synced.reduce((sum, { sync }) => sum + sync.slips.length, 0),
    packs: await packsOnTheirWay(rows),
    notTaken: await packsNotTaken(rows),
    unreadPacks: await countUnreadPacks(rows),
    overtaken: synced.filter(({ sync }) => sync.overtaken.length > 0),
    stopped: synced.filter(({ sync }) => sync.stopped),
    refused: refused.ok ? refused.value.map(({ value }) => value) : [],
    late: late.ok ? late.value : [],
  }
}

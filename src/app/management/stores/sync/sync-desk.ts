import * as v from 'valibot'
import type { AlongWith, CaseChange, CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import type { Result } from '#core/errors/result.ts'
import type { PackKnowledge } from '#core/review/acceptable-pack.ts'
import type { PeopleIndex } from '#core/review/people-index.ts'
import { logMarkSchema } from '#core/sync/log-mark.ts'
import type { UnitSecret } from '#core/sync/unit-secret.ts'
import type { TaskContent } from '#core/task/task.ts'
import type { Reviewer } from '../case-steps.ts'
import type { UnitSyncEvent } from './sync-log.ts'

/** Shape of what this device knows of its server. */
export const syncStateSchema = v.strictObject({
  origin: v.string(),
  /** Thumbprint of the key the server signs with: of another one nothing is believed. */
  kid: v.string(),
  orgId: v.string(),
  parentOrgId: v.nullable(v.string()),
  /** Place in the server's log up to which everything was taken over. */
  cursor: v.number(),
  /** What the log was like there, or a little before: whether it still goes on from there. */
  mark: v.exactOptional(logMarkSchema),
  connectedAt: v.number(),
  metAt: v.number(),
})

/** What this device knows of its server. */
export type SyncState = v.InferOutput<typeof syncStateSchema>

/** Name of that row. */
export const stateId = 'state'

/** What one run of synchronising works with. */
export interface SyncDesk {
  readonly cases: CaseStorage
  readonly rows: UnitSyncStorage
  readonly kept: KeptStorage
  readonly server: StaffServer
  readonly unit: StoredUnit
  readonly secret: UnitSecret
  /** Tasks that this device issued. */
  readonly issued: () => Promise<Result<readonly TaskContent[]>>
  readonly reviewer: () => Reviewer
  readonly people: () => PeopleIndex<ListedCase>
  readonly now: () => number
  /** Workers that open and verify; started when the first file comes. */
  readonly checker: () => Promise<Result<FileChecker>>
  readonly append: (
    changes: readonly CaseChange[],
    pack?: StoredPack,
    along?: AlongWith,
  ) => Promise<Result<readonly ListedCase[]>>
  /** What a pack from below is held against. */
  readonly knowledge: () => Promise<Result<PackKnowledge> | undefined>
  readonly note: (event: UnitSyncEvent) => Promise<void>
  /** False once the store is locked: nothing more is to be done. */
  readonly goesOn: () => boolean
}

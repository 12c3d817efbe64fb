import type { Clock } from '#app/platform/clock/clock.ts'
import { hideLocked } from '#app/platform/lock/hide-locked.ts'
import type { DeviceKeys } from '#app/platform/keys/device-keys.ts'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieOutboxStorage, type OutboxStorage } from '#app/platform/storage/outbox-storage.ts'
import {
  dexieReturnSlipStorage,
  type ReturnSlipStorage,
  type SlipLock,
} from '#app/platform/storage/return-slip-storage.ts'
import { dexieTaskStorage, type TaskStorage } from '#app/platform/storage/task-storage.ts'
import { dexieServerBook } from '#app/platform/sync-client/server-book.ts'
import { openServerDesk, type ServerDesk } from '#app/platform/sync-client/server-desk.ts'
import { dexieSyncLog, type SyncLog } from '#app/platform/sync-client/sync-log.ts'
import { occasionsOf, type SyncOccasions } from '#app/platform/sync-client/sync-occasions.ts'

/** What passes between the person and the unit: tasks and return slips come in, submissions go out. */
export interface Exchange {
  readonly tasks: TaskStorage
  readonly slips: ReturnSlipStorage
  readonly outbox: OutboxStorage
  readonly server: ServerDesk
  readonly log: SyncLog
  readonly occasions: SyncOccasions
  /** Hides what an earlier version left readable of records that are locked. */
  readonly hideLocked: () => Promise<void>
}

interface Deps {
  readonly keys: DeviceKeys
  readonly clock: Clock
  readonly schemeVersion: string
  /** Opened where a record is locked. */
  readonly locks: () => Promise<SlipLock>
}

/** The exchange on this device's database; fetched when the first task, slip or submission needs it. */
export function openExchange(database: CaibaoDatabase, { keys, clock, schemeVersion, locks }: Deps): Exchange {
  const { origin } = location
  return {
    tasks: dexieTaskStorage(database),
    slips: dexieReturnSlipStorage(database, locks),
    outbox: dexieOutboxStorage(database),
    server: openServerDesk({ book: dexieServerBook(database), keys, clock, origin, schemeVersion }),
    log: dexieSyncLog(database),
    occasions: occasionsOf('caibao-sync'),
    hideLocked: () => hideLocked(database),
  }
}

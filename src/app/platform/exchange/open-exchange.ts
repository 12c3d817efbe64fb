import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieOutboxStorage, type OutboxStorage } from '#app/platform/storage/outbox-storage.ts'
import { dexieReturnSlipStorage, type ReturnSlipStorage } from '#app/platform/storage/return-slip-storage.ts'
import { dexieTaskStorage, type TaskStorage } from '#app/platform/storage/task-storage.ts'
import { fileOnlyTransport, type SubmissionTransport } from '#app/platform/sync-client/submission-transport.ts'

/** What passes between the person and the unit: tasks and return slips come in, submissions go out. */
export interface Exchange {
  readonly tasks: TaskStorage
  readonly slips: ReturnSlipStorage
  readonly outbox: OutboxStorage
  readonly transport: SubmissionTransport
}

/** The exchange on this device's database; fetched when the first task, slip or submission needs it. */
export function openExchange(database: CaibaoDatabase): Exchange {
  return {
    tasks: dexieTaskStorage(database),
    slips: dexieReturnSlipStorage(database),
    outbox: dexieOutboxStorage(database),
    transport: fileOnlyTransport,
  }
}

import { type CaseStorage, sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { type ReceivingStorage, sealedReceivingStorage } from '#app/platform/storage/receiving-storage.ts'
import { type KeptStorage, sealedKeptStorage, type UnreadListener } from '#app/platform/storage/kept-storage.ts'
import { restoreStore, verifyStoreBackup } from '#app/platform/storage/restore-store.ts'
import { inOneTab, underLock } from '#app/platform/storage/one-tab.ts'
import { backUpStore } from '#app/platform/storage/store-backup.ts'
import { StoreErased } from '#app/platform/storage/attempt-kept.ts'
import { birthOfUnit } from '#app/platform/storage/unit-birth.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { dexieUnitStorage, type UnitStorage } from '#app/platform/storage/unit-storage.ts'
import { loadNameSpeller } from '#app/platform/characters/name-speller.ts'
import { choosePlace, saveStream } from '#app/platform/files/save-stream.ts'
import { occasionsOf, type SyncOccasions } from '#app/platform/sync-client/sync-occasions.ts'
import { openSpreadsheets } from '#app/platform/spreadsheet/open-spreadsheets.ts'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import { type FileChecker, startFileChecker } from './file-checker.ts'
import { type PeopleTotals, startPeopleTotals } from './people-totals.ts'
import type { TotalsSetting } from './totals-message.ts'
import type { CheckSetting } from './check-message.ts'
import { importUnitKeys, makeUnitKeyPairs } from './unit-keys.ts'
import { makeUnitTroubles, type UnitTrouble } from './unit-troubles.ts'
import { sealOf } from './sealed-stream.ts'
import { makeVault, unlockVault, type Vault } from './vault.ts'

/** What a unit works with on this device: its keys, its sealed store, workers that check files. */
export interface UnitDesk {
  readonly units: UnitStorage
  /** Tells what befalls the store under this page, or has befallen it. */
  readonly onTrouble: (tell: (trouble: UnitTrouble) => void) => void
  /** Looks out for its erasure, once there is a unit in it; one that could not begin is begun anew by who asks again. */
  readonly watchStore: () => Promise<void>
  readonly makeKeyPairs: typeof makeUnitKeyPairs
  readonly importKeys: typeof importUnitKeys
  readonly makeVault: typeof makeVault
  readonly unlockVault: typeof unlockVault
  readonly openCases: (vault: Vault) => CaseStorage
  readonly openReceiving: (vault: Vault) => ReceivingStorage
  readonly openSync: (vault: Vault, tell: UnreadListener) => UnitSyncStorage
  readonly occasions: SyncOccasions
  readonly loadNameSpeller: typeof loadNameSpeller
  readonly openKept: (vault: Vault, tell: UnreadListener) => KeptStorage
  readonly startChecker: (setting: CheckSetting) => FileChecker
  /** While no other tab checks the cases of the store again. */
  readonly checkAlone: (work: () => Promise<void>) => Promise<void>
  /** While no other tab notes of the people of a pack that it went up; told whether the turn is its own. */
  readonly markAlone: <T>(options: LockOptions, work: (isMine: boolean) => Promise<T>) => Promise<T>
  readonly startTotals: (setting: Omit<TotalsSetting, 'database' | 'born'>) => PeopleTotals
  readonly openSpreadsheets: typeof openSpreadsheets
  readonly choosePlace: typeof choosePlace
  readonly saveStream: typeof saveStream
  readonly backUpStore: typeof backUpStore
  readonly sealOf: typeof sealOf
  readonly verifyStoreBackup: typeof verifyStoreBackup
  readonly restoreStore: typeof restoreStore
}

function makeUnitDesk(): UnitDesk {
  const { trouble, report, listen } = makeUnitTroubles()
  const database = openUnitDatabase(undefined, () => report('outdated'))
  let born: unknown
  // In the piece that looks out for the drafts, which every page fetches some seconds after its start.
  const lookOut = onceUntilItFails(async () => {
    const { watchBirthMark } = await import('#app/platform/storage/second-copies.ts')
    const tell = { trouble, report, failure: () => new StoreErased() }
    born = await watchBirthMark(database, birthOfUnit(database), tell)
    if (born === undefined) throw new Error('nothing to tell it by')
  })
  return {
    units: dexieUnitStorage(database),
    onTrouble: listen,
    watchStore: lookOut,
    makeKeyPairs: makeUnitKeyPairs,
    importKeys: importUnitKeys,
    makeVault,
    unlockVault,
    openCases: (vault) => sealedCaseStorage(database, vault),
    openReceiving: (vault) => sealedReceivingStorage(database, vault),
    openSync: (vault, tell) => sealedSyncStorage(database, vault, tell),
    occasions: occasionsOf('caibao-unit-sync'),
    loadNameSpeller,
    openKept: (vault, tell) => sealedKeptStorage(database, vault, tell),
    startChecker: startFileChecker,
    checkAlone: (work) => inOneTab(`${database.name}-check`, work),
    markAlone: (options, work) => underLock(`${database.name}-mark`, options, work),
    startTotals: (setting) => startPeopleTotals({ ...setting, database: database.name, born }),
    openSpreadsheets,
    choosePlace,
    saveStream,
    backUpStore,
    sealOf,
    verifyStoreBackup,
    restoreStore,
  }
}

let desk: UnitDesk | undefined

/** The unit's desk on this device's own database: one for the page, so that what befalls it is seen in one place. */
export const openUnitDesk = (): UnitDesk => (desk ??= makeUnitDesk())

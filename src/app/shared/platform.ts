import { inject, type InjectionKey } from 'vue'
import type { Clock } from '#app/platform/clock/clock.ts'
import type { LockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import type { DeviceKeys } from '#app/platform/keys/device-keys.ts'
import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { FileDoor } from '#app/platform/files/file-door.ts'
import type { MirrorFolder } from '#app/platform/files/mirror-folder.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { PublishedSchemes } from '#app/platform/scheme/published-schemes.ts'
import type { SchemeSource } from '#app/platform/scheme/scheme-source.ts'
import type { RecentCodeStorage } from '#app/platform/storage/recent-codes.ts'
import type { BackupStorage } from '#app/platform/storage/backup-storage.ts'
import type { RevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { SecondCopies } from '#app/platform/storage/second-copies.ts'
import type { StorageError } from '#app/platform/storage/storage-error.ts'
import type { Result } from '#core/errors/result.ts'
import type { SchemeFileError, SchemeUpdate } from '#core/scheme/scheme-file.ts'
import type { StorageHealth } from '#app/platform/storage/storage-health.ts'

/** Where an update of the scheme is kept for the next start. */
export interface SchemeUpdates {
  readonly install: (update: SchemeUpdate) => Promise<Result<void, StorageError | SchemeFileError>>
  readonly uninstall: () => Promise<Result<void, StorageError>>
  /** What the server published. */
  readonly published: PublishedSchemes
}

/** What the browser offers, wired once in `main.ts` and passed in. */
export interface Platform {
  /** The app is one HTML file on a disk: no server, no unit, no links to it. */
  readonly isOneFile: boolean
  readonly storage: DraftStorage
  readonly storageHealth: StorageHealth
  readonly recentCodes: RecentCodeStorage
  readonly scheme: SchemeSource
  readonly clock: Clock
  readonly keys: DeviceKeys
  readonly files: FileDoor
  /** What passes between the person and the unit; fetched when needed. */
  readonly exchange: () => Promise<Exchange>
  /** Drafts behind a passphrase; fetched when first asked for. */
  readonly locks: () => Promise<LockedDrafts>
  /** What 备份 and 恢复 need of the database; fetched when first asked for. */
  readonly backup: () => Promise<BackupStorage>
  /** What stands beside the database alone; fetched when asked for. */
  readonly secondCopies: () => Promise<SecondCopies>
  /** A folder that is kept up to date with a copy; fetched when first asked for. */
  readonly mirror: () => Promise<MirrorFolder>
  /** Erases everything the individual edition keeps in this browser. */
  readonly eraseDevice: () => Promise<Result<void, StorageError>>
  /** Updates of the scheme; fetched when one is opened. */
  readonly schemeUpdates: () => Promise<SchemeUpdates>
  /** Earlier states of drafts; fetched when first asked for. */
  readonly history: () => Promise<RevisionStorage>
  /** What a unit works with; fetched when the management edition is opened. */
  readonly unitDesk: () => Promise<UnitDesk>
  /** The server as staff speak to it; fetched when they sign in. */
  readonly staffServer: () => Promise<StaffServer>
}

/** Key under which `main.ts` provides the platform. */
export const platformKey: InjectionKey<Platform> = Symbol('platform')

/** The platform of this app. */
export function usePlatform(): Platform {
  const platform = inject(platformKey)
  if (!platform) throw new Error('main.ts provides the platform before anything uses it')
  return platform
}

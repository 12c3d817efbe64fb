import type { RouteRecordRaw, RouterHistory } from 'vue-router'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { AppUpdateDesk } from '#app/shared/composables/useAppUpdate.ts'

/** What differs between the app that a server serves and the one that is a single file. */
export interface Edition {
  readonly isOneFile: boolean
  readonly createHistory: () => RouterHistory
  /** Addresses beside those of the individual edition; what stands there is fetched when one is opened first. */
  readonly isOtherPage: (path: string) => boolean
  readonly otherRoutes: () => Promise<readonly RouteRecordRaw[]>
  readonly openUnitDesk: () => Promise<UnitDesk>
  /** Makes the app complete without a network, where that takes anything. */
  readonly workOffline: (update: AppUpdateDesk) => Promise<void>
}

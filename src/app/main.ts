import './platform/storage/refused-channels.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter } from 'vue-router'
import App from './App.vue'
import { thisEdition } from './edition/this-edition.ts'
import { individualRoutes } from './individual/routes.ts'
import { systemClock } from './platform/clock/clock.ts'
import { browserFiles } from './platform/files/file-door.ts'
import { chosenLanguage } from './platform/settings/language.ts'
import { draftStorageWithLocks } from './platform/lock/draft-storage-with-locks.ts'
import type { DeviceKeys } from './platform/keys/device-keys.ts'
import { isSchemeInstalled } from './platform/scheme/scheme-mark.ts'
import { builtInScheme, type SchemeSource } from './platform/scheme/scheme-source.ts'
import { openStorage } from './platform/storage/open-storage.ts'
import { dexieRecentCodes } from './platform/storage/recent-codes.ts'
import { afterPageStands, pageStands } from './shared/composables/page-standing.ts'
import { appUpdateKey, createAppUpdateDesk } from './shared/composables/useAppUpdate.ts'
import { type Platform, platformKey } from './shared/platform.ts'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import './shared/styles/tokens.css'
import './shared/styles/base.css'

const router = createRouter({
  history: thisEdition.createHistory(),
  routes: individualRoutes,
  scrollBehavior: (_to, _from, savedPosition) => savedPosition ?? { top: 0 },
})
let hasOtherRoutes = false
router.beforeEach(async ({ path, query, hash, fullPath }) => {
  if (hasOtherRoutes || !thisEdition.isOtherPage(path)) return true
  for (const route of await thisEdition.otherRoutes()) router.addRoute(route)
  hasOtherRoutes = true
  // Who came by Back is there already: another entry would take the way forward.
  return { path, query, hash, replace: router.options.history.location === fullPath }
})
// Drafts are fetched first: their page says itself when it stands.
router.afterEach(({ meta }) => {
  if (meta['fetchesDraft'] !== true) pageStands()
})
const { database, storage, health } = openStorage({ clock: systemClock })
const keys: DeviceKeys = {
  signingKey: async () => (await import('./platform/keys/device-keys.ts')).indexedDbKeys(database).signingKey(),
}
const pinia = createPinia()
const update = createAppUpdateDesk()
const locks = onceUntilItFails(async () =>
  (await import('./platform/lock/locked-drafts.ts')).openLockedDrafts(database, systemClock),
)

// What is only in this page is behind no passphrase.
const isAnyLocked = async (): Promise<boolean> =>
  health.trouble() !== 'session-only' && (await database.locks.count()) > 0

const platformWith = (scheme: SchemeSource): Platform => ({
  isOneFile: thisEdition.isOneFile,
  storage: draftStorageWithLocks(storage, locks, isAnyLocked),
  locks,
  storageHealth: health,
  recentCodes: dexieRecentCodes(database),
  scheme,
  clock: systemClock,
  keys,
  files: browserFiles,
  unitDesk: thisEdition.openUnitDesk,
  staffServer: onceUntilItFails(async () =>
    (await import('./platform/sync-client/staff-server.ts')).openStaffServer(scheme.manifest.version),
  ),
  exchange: async () =>
    (await import('./platform/exchange/open-exchange.ts')).openExchange(database, {
      keys,
      clock: systemClock,
      schemeVersion: scheme.manifest.version,
      locks,
    }),
  history: async () => (await import('./platform/storage/draft-revisions.ts')).dexieRevisionStorage(database),
  eraseDevice: async () => (await import('./platform/storage/erase-device.ts')).eraseDevice(database),
  schemeUpdates: async () => {
    const { installScheme, uninstallScheme } = await import('./platform/scheme/installed-scheme.ts')
    const { publishedSchemes } = await import('./platform/scheme/published-schemes.ts')
    return {
      published: publishedSchemes(database, scheme),
      install: (next) => installScheme(database, next),
      uninstall: () => uninstallScheme(database),
    }
  },
  mirror: async () => (await import('./platform/files/mirror-folder.ts')).keptMirrorFolder(database),
  secondCopies: async () => (await import('./platform/storage/second-copies.ts')).secondCopies(database),
  backup: async () => (await import('./platform/storage/backup-storage.ts')).dexieBackupStorage(database, systemClock),
})

/** An installed scheme takes the place of the one in the app; who has none waits for nothing. */
const installed = async (): Promise<SchemeSource> =>
  (await import('./scheme-or-word.ts')).schemeOrWord(database, health)

async function show(): Promise<void> {
  // The words of another language take their places before anything is shown; where they do not come, it is in Chinese.
  if (chosenLanguage() === 'en')
    await import('./english/speak-english.ts').then(
      ({ speakEnglish }) => speakEnglish(),
      () => undefined,
    )
  if (!isSecureContext) {
    createApp((await import('./shared/ui/InsecureAddress.vue')).default).mount('#app')
    return
  }
  const platform = platformWith(isSchemeInstalled() ? await installed() : builtInScheme())
  createApp(App).use(pinia).use(router).provide(appUpdateKey, update).provide(platformKey, platform).mount('#app')
}
void show()

// Working offline begins once the first field stands: what it takes must not come before the form.
void afterPageStands(() => {
  void thisEdition.workOffline(update)
  void import('./platform/storage/new-log.ts').then(({ beginNewLog }) => beginNewLog())
})

// At hand before much can go wrong, also without a network; long after the first field.
const settledMs = 4000
setTimeout(() => {
  void import('./shared/ui/ErrorNote.vue')
  void import('./start-sync.ts').then(({ startSync }) => startSync(pinia))
  void import('./platform/storage/second-copies.ts').then(({ keepSecondCopies, watchForErasure }) => {
    keepSecondCopies(database)
    return watchForErasure(database, health)
  })
}, settledMs)

// The glyphs of rare characters, so that any name prints without a network; when all else is long here.
const glyphsMs = 10_000
if (!thisEdition.isOneFile)
  setTimeout(() => void import('./start-glyphs.ts').then(({ startGlyphs }) => startGlyphs(pinia)), glyphsMs)

// A file opened from the desktop waits in the queue until somebody asks.
if ('launchQueue' in window)
  void afterPageStands(() => void import('./launched.ts').then(({ openLaunched }) => openLaunched(router)))

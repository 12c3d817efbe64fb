import { createWebHistory } from 'vue-router'
import type { Edition } from './edition.ts'

/** The app as a server serves it; the build of the single file puts `one-file-edition.ts` in its place. */
export const thisEdition: Edition = {
  isOneFile: false,
  createHistory: () => createWebHistory(),
  isOtherPage: (path) => /^\/(?:unit|admin)(?:\/|$)/i.test(path),
  otherRoutes: async () => (await import('#app/management/routes.ts')).managementRoutes,
  openUnitDesk: async () => (await import('#app/platform/unit/open-unit-desk.ts')).openUnitDesk(),
  async workOffline(update) {
    const { registerApp } = await import('#app/platform/pwa/app-update.ts')
    const registered = registerApp({
      onUpdateReady: () => update.announce(() => registered.takeOver()),
      onOfflineReady: () => undefined,
    })
  },
}

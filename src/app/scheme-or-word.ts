import { type App, type Component, createApp } from 'vue'
import SchemeUnread from './individual/components/SchemeUnread.vue'
import StoreSilent from './individual/components/StoreSilent.vue'
import { chosenScheme } from './platform/scheme/installed-scheme.ts'
import { builtInScheme, type SchemeSource } from './platform/scheme/scheme-source.ts'
import type { CaibaoDatabase } from './platform/storage/caibao-database.ts'
import type { StorageHealth } from './platform/storage/storage-health.ts'

/**
 * The installed scheme; while the database does not answer, the page says so instead of staying white. Where it cannot
 * be read, the person says whether the older one of the app is to be worked with.
 */
export async function schemeOrWord(database: CaibaoDatabase, health: StorageHealth): Promise<SchemeSource> {
  let word: App | undefined
  function say(component: Component, props: Readonly<Record<string, unknown>> = {}): void {
    word?.unmount()
    word = createApp(component, props)
    word.mount('#app')
  }
  const stop = health.watch((trouble) => {
    if (trouble === 'silent' && !word) say(StoreSilent)
  })
  const found = await chosenScheme(database)
  stop()
  if (!found.ok)
    await new Promise<void>((resolve) => {
      say(SchemeUnread, { onGoOn: () => resolve() })
    })
  word?.unmount()
  return found.ok ? found.value : builtInScheme()
}

import { type App, createApp } from 'vue'
import StoreSilent from './individual/components/StoreSilent.vue'
import { chosenScheme } from './platform/scheme/installed-scheme.ts'
import type { SchemeSource } from './platform/scheme/scheme-source.ts'
import type { CaibaoDatabase } from './platform/storage/caibao-database.ts'
import type { StorageHealth } from './platform/storage/storage-health.ts'

/** The installed scheme; while the database does not answer, the page says so instead of staying white. */
export async function schemeOrWord(database: CaibaoDatabase, health: StorageHealth): Promise<SchemeSource> {
  let word: App | undefined
  const stop = health.watch((trouble) => {
    if (trouble !== 'silent' || word) return
    word = createApp(StoreSilent)
    word.mount('#app')
  })
  const found = await chosenScheme(database)
  stop()
  word?.unmount()
  return found
}

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'

const askAgainMs = 3_600_000

/** Whether the server published a newer scheme than the one in use. */
export const useSchemeNewsStore = defineStore('scheme-news', () => {
  const { schemeUpdates, clock, isOneFile } = usePlatform()
  /** Version that waits to be looked at. */
  const version = ref<string>()
  let askedAt = -Infinity

  /** Asks the server, at most once an hour; called whenever there may be a network. */
  async function check(): Promise<void> {
    if (isOneFile || clock.now() - askedAt < askAgainMs) return
    askedAt = clock.now()
    const found = await (await schemeUpdates()).published.check()
    version.value = found && !found.isDismissed ? found.version : undefined
  }

  async function dismiss(): Promise<void> {
    version.value = undefined
    await (await schemeUpdates()).published.dismiss()
  }

  return { version, check, dismiss }
})

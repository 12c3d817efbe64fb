import { createPinia, type Pinia } from 'pinia'
import { createApp } from 'vue'
import { platformKey } from '#app/shared/platform.ts'
import { ok } from '#core/errors/result.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'

const noSecondCopies = { lost: () => Promise.resolve([]), bringBackOf: () => Promise.resolve(ok(undefined)) }

/** The stores of a page that has its scheme, and of the platform nothing else but what is given. */
export async function pageStores(platform: object): Promise<Pinia> {
  const { bundle } = await loadScheme()
  const pinia = createPinia()
  createApp({})
    .use(pinia)
    .provide<unknown, symbol>(platformKey, {
      scheme: { scheme: bundle.scheme, tableIds: [], manifest: bundle.manifest },
      recentCodes: { onLocked: () => undefined, all: () => Promise.resolve(new Map()) },
      secondCopies: () => Promise.resolve(noSecondCopies),
      ...platform,
    })
  return pinia
}

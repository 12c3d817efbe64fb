import { cacheNames } from 'workbox-core'
import { PrecacheController, PrecacheRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { loadFontPack } from '#app/platform/print/kept-packs.ts'
import { packOfScreenFont } from '#app/platform/print/screen-font-address.ts'
import { screenFont } from '#core/print/screen-font.ts'
import { isPwaMessage, syncMessage } from './pwa-message.ts'

// An update waits until a page asks for it. Pages of the old version may stay open beside the new one: their files
// stay in the cache until a page says that it is the only one left.
declare const self: ServiceWorkerGlobalScope

const files = self.__WB_MANIFEST
const controller = new PrecacheController()
controller.addToCacheList(files)

// A controller fetches one file after the other: four hundred times the way there and back. Three go side by side, which
// leaves room for what is opened meanwhile.
const atOnce = 3
const shares = Array.from({ length: atOnce }, (_none, share) => {
  const sharing = new PrecacheController()
  sharing.addToCacheList(files.filter((_file, position) => position % atOnce === share))
  return sharing
})

self.addEventListener('install', (event) => {
  for (const share of shares) void share.install(event)
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('message', (event) => {
  const message: unknown = event.data
  if (!isPwaMessage(message)) return
  if (message.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
  else event.waitUntil(tidyWhenAlone(event))
})

// The pages own the queue; without one the browser is told to come again.
self.addEventListener('sync', (event) => {
  if (event instanceof ExtendableEvent) event.waitUntil(tellPages())
})

registerRoute(new PrecacheRoute(controller))
registerRoute(
  new NavigationRoute(controller.createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /^\/healthz$/] }),
)
registerRoute(({ url, sameOrigin }) => sameOrigin && /^\/(?:assets|scheme)\//.test(url.pathname), serveOlderFile)
registerRoute(({ url, sameOrigin }) => sameOrigin && packOfScreenFont(url.pathname) !== undefined, serveScreenFont)

/** A font for the screen, made of a pack; one that cannot be had leaves the text as the computer draws it. */
async function serveScreenFont({ url }: { readonly url: URL }): Promise<Response> {
  const pack = await loadFontPack({ file: packOfScreenFont(url.pathname) ?? '' })
  return new Response(screenFont(pack), { headers: { 'Content-Type': 'font/ttf' } })
}

/** A file of an earlier build, still cached for the pages that run it. */
async function serveOlderFile({ request }: { readonly request: Request }): Promise<Response> {
  const cache = await caches.open(cacheNames.precache)
  return (await cache.match(request)) ?? fetch(request)
}

async function tellPages(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' })
  if (pages.length === 0) throw new Error('no page is open to deliver what waits')
  for (const page of pages) page.postMessage(syncMessage)
}

async function tidyWhenAlone(event: ExtendableMessageEvent): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const { active, installing, waiting } = self.registration
  // What a newer version has fetched so far is not this one's to clear away, also where its installing has only begun.
  const isOnlyVersion = active?.scriptURL === self.location.href && !installing && !waiting
  if (pages.length <= 1 && isOnlyVersion) await controller.activate(event)
}

import { trustedScriptUrl } from '#app/platform/pwa/trusted-script-url.ts'

/** A file that belongs to the app, from where the app came from. The single file carries `inlined-parts.ts` instead. */
export const fetchPart = (url: string): Promise<Response> => fetch(url)

/** A part from this device when it was fetched before; throws a TypeError when it cannot be had. */
export async function keptPart(cacheName: string, url: string): Promise<Response> {
  const kept = await caches.open(cacheName)
  const known = await kept.match(url)
  if (known) return known
  const response = await fetchPart(url)
  if (!response.ok) throw new TypeError(`${url}: ${response.status}`)
  await kept.put(url, response.clone())
  return response
}

/** Whether a part was fetched before. */
export async function isPartKept(cacheName: string, url: string): Promise<boolean> {
  const kept = await caches.open(cacheName)
  return (await kept.match(url)) !== undefined
}

/** Starts a worker that Vite built; `url` is what its `?worker&url` gives. */
export function openWorker(url: string): Worker {
  return new Worker(trustedScriptUrl(url), { type: 'module' })
}

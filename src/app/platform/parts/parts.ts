import { trustedScriptUrl } from '#app/platform/pwa/trusted-script-url.ts'

/** A file that belongs to the app, from where the app came from. The single file carries `inlined-parts.ts` instead. */
export const fetchPart = (url: string): Promise<Response> => fetch(url)

const findKept = async (cacheName: string, url: string): Promise<Response | undefined> =>
  (await caches.open(cacheName)).match(url)

const keep = async (cacheName: string, url: string, response: Response): Promise<void> =>
  (await caches.open(cacheName)).put(url, response)

/** No part is a page: that is how a network answers which wants somebody to sign in first. */
const isPage = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('text/html') ?? false

/**
 * A part as it is where the app came from, kept in place of what was fetched before; throws a TypeError when it cannot be
 * had. Where it cannot be kept, on a full disk for one, it is fetched each time.
 */
export async function freshPart(cacheName: string, url: string): Promise<Response> {
  const response = await fetchPart(url)
  if (!response.ok || isPage(response)) throw new TypeError(`${url}: ${response.status}`)
  await keep(cacheName, url, response.clone()).catch(() => undefined)
  return response
}

/** A part from this device when it was fetched before, or fetched now. */
export async function keptPart(cacheName: string, url: string): Promise<Response> {
  return (await findKept(cacheName, url).catch(() => undefined)) ?? freshPart(cacheName, url)
}

/** Whether a part was fetched before. */
export const isPartKept = async (cacheName: string, url: string): Promise<boolean> =>
  (await findKept(cacheName, url)) !== undefined

/** Starts a worker that Vite built; `url` is what its `?worker&url` gives. */
export function openWorker(url: string): Worker {
  return new Worker(trustedScriptUrl(url), { type: 'module' })
}

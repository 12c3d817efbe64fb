// The single file carries its parts as blocks of the page (`<script type="text/plain" id="part:/scheme/…">`), binary
// ones in base64. A worker has no page: what it may need is handed to it with its program.
import type { ScriptUrlPolicy } from '#app/platform/pwa/trusted-script-url.ts'

const handedOver = 'caibaoParts'
/** Addresses of the programs that were started, by path: each is made once, for it carries all fonts. */
const ownWorkers = new Map<string, string>()
let policy: ScriptUrlPolicy | undefined

function isTextByPath(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null
}

function blockOf(path: string): string | undefined {
  if (typeof document !== 'undefined') return document.getElementById(`part:${path}`)?.textContent ?? undefined
  const parts: unknown = Reflect.get(globalThis, handedOver)
  return isTextByPath(parts) ? parts[path] : undefined
}

const isText = (path: string): boolean => path.endsWith('.json')

/** A part of the app out of this file; what the file does not carry is not found. */
export async function fetchPart(url: string): Promise<Response> {
  const block = blockOf(url)
  if (block === undefined) return new Response(null, { status: 404 })
  if (isText(url)) return new Response(block, { headers: { 'Content-Type': 'application/json' } })
  return new Response(Uint8Array.from(atob(block), (character) => character.charCodeAt(0)))
}

/** As `fetchPart`; throws a TypeError when the file does not carry it. */
export async function freshPart(_cacheName: string, url: string): Promise<Response> {
  const response = await fetchPart(url)
  if (!response.ok) throw new TypeError(`${url}: ${response.status}`)
  return response
}

/** The same: what the file carries is never another. */
export const keptPart = (cacheName: string, url: string): Promise<Response> => freshPart(cacheName, url)

/** Whether this file carries the part. */
export const isPartKept = (_cacheName: string, url: string): Promise<boolean> =>
  Promise.resolve(blockOf(url) !== undefined)

function checkScriptUrl(url: string): string {
  if (![...ownWorkers.values()].includes(url)) throw new TypeError(`not one of our scripts: ${url}`)
  return url
}

/** Makes a program out of its block; it is given all fonts, for it cannot read the page. */
function programOf(path: string): string {
  const program = blockOf(path)
  if (program === undefined) throw new TypeError(`${path} is not in this file`)
  const paths = [...document.querySelectorAll('[id^="part:/fonts/"]')].map(({ id }) => id.slice('part:'.length))
  const parts = Object.fromEntries(paths.map((each) => [each, blockOf(each)]))
  const head = `globalThis[${JSON.stringify(handedOver)}]=${JSON.stringify(parts)};\n`
  const url = URL.createObjectURL(new Blob([head, program], { type: 'text/javascript' }))
  ownWorkers.set(path, url)
  return url
}

/** Starts a worker of this file. */
export function openWorker(path: string): Worker {
  const url = ownWorkers.get(path) ?? programOf(path)
  policy ??= window.trustedTypes?.createPolicy('caibao', { createScriptURL: checkScriptUrl })
  return new Worker(policy ? policy.createScriptURL(url) : checkScriptUrl(url))
}

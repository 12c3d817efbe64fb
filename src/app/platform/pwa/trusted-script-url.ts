/** A Trusted Types policy that lets addresses of scripts through. */
export interface ScriptUrlPolicy {
  createScriptURL(url: string): string
}

declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
    }
  }
}

/** The service worker, and workers that Vite built under a hashed name or serves in development. */
const allowed = /^\/(?:service-worker\.js|assets\/[\w-]+-worker-[\w-]+\.js|src\/app\/[\w/-]+-worker\.ts\?\S*)$/
let policy: ScriptUrlPolicy | undefined

function checkScriptUrl(url: string): string {
  if (!allowed.test(url)) throw new TypeError(`not one of our scripts: ${url}`)
  return url
}

/** The address of one of our own scripts in the form the Trusted Types rule asks for. */
export function trustedScriptUrl(url: string): string {
  policy ??= window.trustedTypes?.createPolicy('caibao', { createScriptURL: checkScriptUrl })
  return policy ? policy.createScriptURL(url) : checkScriptUrl(url)
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): string
}

declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
    }
  }
}

const allowedPaths: ReadonlySet<string> = new Set(['/service-worker.js'])
let policy: ScriptUrlPolicy | undefined

function checkScriptUrl(url: string): string {
  if (!allowedPaths.has(url)) throw new TypeError(`not one of our scripts: ${url}`)
  return url
}

/** The address of one of our own scripts in the form the Trusted Types rule asks for. */
export function trustedScriptUrl(url: string): string {
  policy ??= window.trustedTypes?.createPolicy('caibao', { createScriptURL: checkScriptUrl })
  return policy ? policy.createScriptURL(url) : checkScriptUrl(url)
}

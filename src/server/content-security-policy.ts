/**
 * What the page may do: nothing but load itself. Vue makes the Trusted Types policy `vue`; ours, `caibao`, only ever
 * lets the service worker's own address through.
 */
const directives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'vue caibao',
}

function policyText(names: readonly string[]): string {
  return names.map((name) => `${name} ${directives[name] ?? ''}`).join('; ')
}

/** The policy for the response header. */
export const headerPolicy = policyText(Object.keys(directives))

/** The policy for `<meta>`, for pages served by something else; browsers ignore `frame-ancestors` there. */
export const metaPolicy = policyText(Object.keys(directives).filter((name) => name !== 'frame-ancestors'))

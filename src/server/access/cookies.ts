/** How cookies are set: behind TLS their names promise it. */
export interface CookieRules {
  readonly isSecure: boolean
}

interface Cookie {
  readonly value: string
  readonly maxAgeSeconds: number
  readonly sameSite?: 'Strict' | 'Lax'
}

/** Name of a cookie of ours; `__Host-` is refused by browsers without TLS. */
const fullName = (name: string, { isSecure }: CookieRules): string => `${isSecure ? '__Host-' : ''}caibao-${name}`

/** Value of `Set-Cookie`; no script ever reads it. */
export function cookieText(
  name: string,
  { value, maxAgeSeconds, sameSite = 'Strict' }: Cookie,
  rules: CookieRules,
): string {
  const parts = [
    `${fullName(name, rules)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${maxAgeSeconds}`,
  ]
  return [...parts, ...(rules.isSecure ? ['Secure'] : [])].join('; ')
}

/** Value of a cookie of ours; the first of that name, as browsers send the most specific one first. */
export function cookieValue(header: string | undefined, name: string, rules: CookieRules): string | undefined {
  const wanted = `${fullName(name, rules)}=`
  const found = (header ?? '').split(';').find((part) => part.trim().startsWith(wanted))
  const value = found?.trim().slice(wanted.length)
  return value !== undefined && /^[\w-]{1,128}$/.test(value) ? value : undefined
}

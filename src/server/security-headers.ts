import type { Context, MiddlewareHandler } from 'hono'
import { headerPolicy } from './content-security-policy.ts'

const deniedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]

const headers: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', headerPolicy],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', deniedFeatures.map((feature) => `${feature}=()`).join(', ')],
]

const put: (context: Context) => void = (context) => {
  for (const [name, value] of headers) context.header(name, value)
}

/**
 * Puts the security headers on every answer, errors included. Said before the answer is made they are part of it; one
 * that was made without the context has none of them, and gets them afterwards, which costs a copy each.
 */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  put(context)
  await next()
  const has = (name: string): boolean => context.res.headers.has(name)
  if (!headers.every(([name]) => has(name))) put(context)
}

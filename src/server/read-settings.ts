import { type CertificatePaths, readCertificatePaths } from './tls/certificate-paths.ts'
import { readTrustedProxies, type TrustedProxies } from './trusted-proxies.ts'

/** What the environment says about how to serve. */
export interface ServerSettings {
  readonly host: string
  readonly port: number
  /** Serves by TLS itself; absent when something before it does, or nobody. */
  readonly tls?: CertificatePaths
  /** Whose word about the client is believed. */
  readonly trustedProxies: TrustedProxies
}

const defaultPort = 8080
const highestPort = 65_535

/** Reads what the environment says; a mistake is refused with a sentence that names it. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ServerSettings {
  const host = env['HOST'] || '127.0.0.1'
  const text = env['PORT'] || String(defaultPort)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > highestPort)
    throw new RangeError(`端口 PORT 要写 0 到 ${highestPort} 之间的整数，现在是“${text}”。`)
  const tls = readCertificatePaths(env)
  return { host, port, trustedProxies: readTrustedProxies(env['TRUST_PROXY'] ?? ''), ...(tls && { tls }) }
}

import { BlockList } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readAddressSettings } from './access/read-address-settings.ts'
import type { SignInSettings } from './access/sign-in-settings.ts'
import { misspeltNames } from './setting-names.ts'
import { type CertificatePaths, readCertificatePaths } from './tls/certificate-paths.ts'
import { readTrustedProxies, type TrustedProxies } from './trusted-proxies.ts'

/** What the environment says about how to serve. */
export interface ServerSettings {
  readonly host: string
  readonly port: number
  /** How many ports to try; one when the address must not move. */
  readonly attempts?: number
  /** Serves by TLS itself; absent when something before it does, or nobody. */
  readonly tls?: CertificatePaths
  /** Whose word about the client is believed. */
  readonly trustedProxies: TrustedProxies
  /** The address people type, when it is another than the one listened on: behind a proxy, or by a name. */
  readonly publicOrigin?: string
  /** Ways for staff to sign in beside the password. */
  readonly signIn: SignInSettings
  /** Folder of the embedded database. */
  readonly dataFolder: string
  /** `postgres://…` in place of the embedded database. */
  readonly databaseUrl?: string
  /** Requests an address may make in a minute; 0 does not count. */
  readonly requestsPerMinute: number
  /** Lines of JSON about requests on stdout. */
  readonly hasRequestLog: boolean
  /** A person's data goes so many days after the last thing that happened with it; without it, nothing goes by itself. */
  readonly retentionDays?: number
  /** Opens `/metrics` to others than this machine. */
  readonly metricsToken?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const root = fileURLToPath(new URL('../../', import.meta.url))
const defaultPort = 8080
const highestPort = 65_535

function readPort(text: string, lowest: number): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < lowest || port > highestPort)
    throw new RangeError(`端口 PORT 要写 ${lowest} 到 ${highestPort} 之间的整数，现在是“${text}”。`)
  return port
}

/** Who means to say that the port must not move, and is not understood, loses the drafts of everybody at the next one. */
function isPortFixed(text: string): boolean {
  if (text !== '0' && text !== '1')
    throw new RangeError(`PORT_FIXED 要写 1（端口不许换）或 0（被占用时换下一个），现在是“${text}”。`)
  return text === '1'
}

/** A password with one of `/?#` as it is ends there: what follows would be taken for a host, and told as one. */
function isPasswordCut({ pathname, search, hash }: URL): boolean {
  // These may hold one where they are written by name.
  const rest = search.replaceAll(/(?<=[?&])(?:user|password|application_name|ssl\w+)=[^&]*/g, '')
  return hash !== '' || `${pathname}${rest}`.includes('@')
}

/** As the package for PostgreSQL reads it: a `%` before what is no number in hex stands for itself. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text.replaceAll(/%(?![\da-f]{2})/gi, '%25'))
    return true
  } catch {
    return false
  }
}

function readDatabaseUrl(text: string): string {
  const url = /^postgres(?:ql)?:\/\//.test(text) ? URL.parse(text) : null
  // The address holds a password: it is never repeated.
  if (!url || isPasswordCut(url) || !isDecodable(url.username) || !isDecodable(url.password + url.pathname))
    throw new RangeError(
      '数据库地址 DATABASE_URL 要写成 postgres://用户:口令@主机:端口/数据库，现在不是。口令里的 @ # / ? % 要写成 %40 %23 %2F %3F %25。',
    )
  return text
}

// An office of a thousand people stands behind one address.
const defaultRequestsPerMinute = 6000

function readRate(text: string): number {
  if (!/^\d{1,7}$/.test(text))
    throw new RangeError(`CAIBAO_RATE 要写一个地址每分钟最多的请求数（0 表示不限），现在是“${text}”。`)
  return Number(text)
}

function readLog(text: string): boolean {
  if (text !== 'off' && text !== 'json') throw new RangeError(`CAIBAO_LOG 要写 off 或 json，现在是“${text}”。`)
  return text === 'json'
}

function readMetricsToken(text: string): string {
  if (!/^[\w.~-]{16,256}$/.test(text))
    throw new RangeError('CAIBAO_METRICS_TOKEN 要写 16 到 256 个字母、数字或 . _ ~ - ，现在不是。')
  return text
}

// Shorter than a collection takes would be a mistake.
const shortestRetentionDays = 30

function readRetention(text: string): number {
  const days = Number(text)
  if (!/^\d{1,5}$/.test(text) || days < shortestRetentionDays)
    throw new RangeError(
      `CAIBAO_RETENTION_DAYS 要写保存多少天（至少 ${shortestRetentionDays}），不写就一直保存；现在是“${text}”。`,
    )
  return days
}

/** A setting that may be left out: under its name when it is there. */
function optional<K extends keyof ServerSettings>(
  name: K,
  text: string | undefined,
  read: (text: string) => ServerSettings[K],
): Partial<ServerSettings> {
  return text ? { [name]: read(text) } : {}
}

/** Reads on after a mistake: who starts a server wants to hear of all of them at once. */
const noteIn =
  (mistakes: string[]) =>
  <T>(read: () => T, otherwise: T): T => {
    try {
      return read()
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      mistakes.push(cause.message)
      return otherwise
    }
  }

function refuse(mistakes: readonly string[]): void {
  const [only, ...more] = mistakes
  if (only === undefined) return
  if (more.length === 0) throw new RangeError(only)
  throw new RangeError(`有 ${mistakes.length} 项设置不对：\n${mistakes.map((each) => `- ${each}`).join('\n')}`)
}

/** Reads what the environment says; mistakes are refused with a sentence that names each. The port 0 is any free one. */
export function readSettings(env: Environment, lowestPort: 0 | 1 = 0): ServerSettings {
  const folder = env['CAIBAO_DATA'] || 'data'
  const mistakes = [...misspeltNames(env)]
  const noted = noteIn(mistakes)
  const tls = noted(() => readCertificatePaths(env), undefined)
  const settings: ServerSettings = {
    host: env['HOST'] || '127.0.0.1',
    port: noted(() => readPort(env['PORT'] || String(defaultPort), lowestPort), defaultPort),
    trustedProxies: noted(() => readTrustedProxies(env['TRUST_PROXY'] ?? ''), new BlockList()),
    ...readAddressSettings(env, noted),
    dataFolder: isAbsolute(folder) ? folder : resolve(root, folder),
    requestsPerMinute: noted(() => readRate(env['CAIBAO_RATE'] || String(defaultRequestsPerMinute)), 0),
    hasRequestLog: noted(() => readLog(env['CAIBAO_LOG'] || 'off'), false),
    ...(noted(() => isPortFixed(env['PORT_FIXED'] || '0'), false) && { attempts: 1 }),
    ...(tls && { tls }),
    ...noted(() => optional('retentionDays', env['CAIBAO_RETENTION_DAYS'], readRetention), {}),
    ...noted(() => optional('metricsToken', env['CAIBAO_METRICS_TOKEN'], readMetricsToken), {}),
    ...noted(() => optional('databaseUrl', env['DATABASE_URL'], readDatabaseUrl), {}),
  }
  refuse(mistakes)
  return settings
}

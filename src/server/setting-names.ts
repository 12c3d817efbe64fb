import { slipsBetween } from '#core/review/name-slips.ts'

/** Everything that is set by environment, the server's first. */
const known = [
  'HOST',
  'PORT',
  'PORT_FIXED',
  'TLS_CERT',
  'TLS_KEY',
  'TRUST_PROXY',
  'PUBLIC_ORIGIN',
  'PASSKEYS',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_NAME',
  'DATABASE_URL',
  'CAIBAO_DATA',
  'CAIBAO_RATE',
  'CAIBAO_RETENTION_DAYS',
  'CAIBAO_LOG',
  'CAIBAO_METRICS_TOKEN',
  // Of commands, of the USB edition, and of the tests that start a server.
  'CAIBAO_PASSPHRASE_FILE',
  'CAIBAO_BROWSER',
  'CAIBAO_ENGINE',
]

const ownPrefix = 'CAIBAO_'

/** How many letters may be wrong for a slip: HOST is two away from HOME, so that of what is short fewer may, or none. */
function lettersOff(name: string): number {
  const { length } = name.replace(ownPrefix, '')
  if (length > 8) return 2
  return length > 4 || name.startsWith(ownPrefix) ? 1 : 0
}

// A name that can only be ours. DATABASE_URI or TLS_CRT may be another program's, on an office PC or in a shared file.
const onlyOurs = /^(?:CAIBAO_|TRUST_|PUBLIC_|OIDC_CLIENT_)/

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A copy of the environment, for what is said by option to be put in. On Windows names count in any case, and a copy, unlike
 * the environment itself, no longer knows that: there they are written as we read them.
 */
export function environmentToAddTo(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Environment {
  if (platform !== 'win32') return { ...env }
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]))
}

/** What is set and not read under this very name; on Windows a name may be spelled in any case, and counts. */
function strangeNames(env: Environment): readonly string[] {
  const isRead = (name: string): boolean => known.some((each) => each === name.toUpperCase() && env[each] === env[name])
  return Object.keys(env).filter((name) => env[name] && !isRead(name))
}

/** Of several things people write the plural. */
const singular = (name: string): string => name.toUpperCase().replace(/IES$/, 'Y')

/**
 * The setting a name is a slip for, and nobody has written right as well: another program's MTLS_CERT or DATABASE_URI may
 * stand in the same environment.
 */
function meantBy(name: string, env: Environment): string | undefined {
  const written = singular(name)
  return known.find((each) => {
    const most = lettersOff(each)
    const isAlike = most > 0 && slipsBetween([...each], [...written], most) <= most
    return isAlike && !env[each] && (each.startsWith(ownPrefix) || each.slice(0, 2) === written.slice(0, 2))
  })
}

/** What is nearly a setting and holds nothing: what somebody set is not in force, and nothing would show it. */
export function misspeltNames(env: Environment): readonly string[] {
  return strangeNames(env).flatMap((name) => {
    const meant = meantBy(name, env)
    if (meant === undefined || !onlyOurs.test(meant)) return []
    return [`不认识设置 ${name}，是不是要写 ${meant}？是别的程序用的，请不要放进采报的环境。`]
  })
}

/**
 * Names of our own that are like none we know, and those that are like one of ours but may be another program's. They do
 * not stop a start: who goes back to an earlier version may have set what only the later one knows.
 */
export function unknownNames(env: Environment): readonly string[] {
  return strangeNames(env).flatMap((name) => {
    const meant = meantBy(name, env)
    const isOwn = name.startsWith(ownPrefix) && meant === undefined
    const mayBeSlip = meant !== undefined && !onlyOurs.test(meant)
    if (!isOwn && !mayBeSlip) return []
    const asked = mayBeSlip ? `是不是要写 ${meant}？` : '请核对名字（docs/operations.zh-CN.md 第 1 节）。'
    return [`注意：不认识设置 ${name}，没有使用。${asked}`]
  })
}

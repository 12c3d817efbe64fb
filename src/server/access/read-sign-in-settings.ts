import type { OidcSettings, PasskeySettings, SignInSettings } from './sign-in-settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Passkeys and identity providers are bound to the address people type. */
function readOrigin(env: Environment, wantedFor: string): URL {
  const text = env['PUBLIC_ORIGIN'] ?? ''
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url?.protocol === 'https:' || url?.hostname === 'localhost'
  if (!url || !isSafe || url.origin !== text)
    throw new RangeError(
      `用${wantedFor}要写 PUBLIC_ORIGIN，即大家在浏览器里打开的地址，如 https://caibao.example.gov.cn（https，末尾没有斜线）；现在是“${text}”。`,
    )
  return url
}

function readPasskeys(env: Environment): PasskeySettings | undefined {
  const wanted = env['PASSKEYS'] ?? ''
  if (wanted === '' || wanted === 'off') return undefined
  if (wanted !== 'on') throw new RangeError(`PASSKEYS 要写 on 或 off，现在是“${wanted}”。`)
  const { hostname, origin } = readOrigin(env, '通行密钥（PASSKEYS=on）')
  if (/^[\d.]+$|:/.test(hostname))
    throw new RangeError('通行密钥要用域名，不能用 IP 地址：请改 PUBLIC_ORIGIN 或去掉 PASSKEYS。')
  return { rpId: hostname, origin }
}

const here: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whoever stands between this server and the provider could sign in as anybody, but for TLS. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && here.has(hostname))
  return isSafe && username + password + search + hash === '' && !/[?#]/.test(text)
}

function readOidc(env: Environment): OidcSettings | undefined {
  const issuer = env['OIDC_ISSUER'] ?? ''
  const clientId = env['OIDC_CLIENT_ID'] ?? ''
  const clientSecret = env['OIDC_CLIENT_SECRET'] ?? ''
  if (!issuer && !clientId && !clientSecret) return undefined
  if (!issuer || !clientId || !clientSecret)
    throw new RangeError('统一身份认证要一起写 OIDC_ISSUER（网址）、OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET。')
  // It may hold a password: it is not repeated.
  if (!isIssuer(issuer))
    throw new RangeError(
      'OIDC_ISSUER 要写统一身份认证的网址，如 https://id.example.gov.cn（以 https:// 开头，只有本机的可以用 http://；里面没有用户名、口令、? 和 #），现在不是。',
    )
  const { origin } = readOrigin(env, '统一身份认证（OIDC_ISSUER）')
  return { name: env['OIDC_NAME'] || '统一身份认证', issuer, clientId, clientSecret, origin }
}

/** Reads a setting, or notes what is wrong with it and goes on. */
type Noted = <T>(read: () => T, otherwise: T) => T

/** Ways to sign in beside the password; each is read for itself, and a mistake is a sentence that names it. */
export function readSignInSettings(env: Environment, noted: Noted = (read) => read()): SignInSettings {
  const [passkeys, oidc] = [noted(() => readPasskeys(env), undefined), noted(() => readOidc(env), undefined)]
  return { ...(passkeys && { passkeys }), ...(oidc && { oidc }) }
}

import type { OidcSettings, PasskeySettings, SignInSettings } from './sign-in-settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

const example = 'https://caibao.example.gov.cn'

const hasOidc = (env: Environment): boolean =>
  Boolean(env['OIDC_ISSUER'] || env['OIDC_CLIENT_ID'] || env['OIDC_CLIENT_SECRET'])

/** The ways to sign in that are bound to the address people type, in words. */
const boundToOrigin = (env: Environment): readonly string[] => [
  ...(env['PASSKEYS'] === 'on' ? ['通行密钥（PASSKEYS=on）'] : []),
  ...(hasOidc(env) ? ['统一身份认证（OIDC_ISSUER）'] : []),
]

function originIn(text: string): URL | undefined {
  const url = /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined
  return url?.origin === text ? url : undefined
}

/** What is bound to it works by https alone; without that it may be left out. It is one setting: one sentence names all. */
function readOrigin(env: Environment): URL | undefined {
  const text = env['PUBLIC_ORIGIN'] ?? ''
  const [url, bound] = [originIn(text), boundToOrigin(env)]
  if (bound.length === 0) {
    if (url || text === '') return url
    throw new RangeError(`PUBLIC_ORIGIN 要写大家在浏览器里打开的地址，如 ${example}（末尾没有斜线）；现在是“${text}”。`)
  }
  if (url?.protocol === 'https:' || url?.hostname === 'localhost') return url
  throw new RangeError(
    `用${bound.join('和')}要写 PUBLIC_ORIGIN，即大家在浏览器里打开的地址，如 ${example}（https，末尾没有斜线）；现在是“${text}”。`,
  )
}

function readPasskeys(env: Environment, address: URL | undefined): PasskeySettings | undefined {
  const wanted = env['PASSKEYS'] ?? ''
  if (wanted === '' || wanted === 'off') return undefined
  if (wanted !== 'on') throw new RangeError(`PASSKEYS 要写 on 或 off，现在是“${wanted}”。`)
  if (!address) return undefined
  const { hostname, origin } = address
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

function readOidc(env: Environment, address: URL | undefined): OidcSettings | undefined {
  if (!hasOidc(env)) return undefined
  const [issuer, clientId, clientSecret] = [env['OIDC_ISSUER'], env['OIDC_CLIENT_ID'], env['OIDC_CLIENT_SECRET']]
  if (!issuer || !clientId || !clientSecret)
    throw new RangeError('统一身份认证要一起写 OIDC_ISSUER（网址）、OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET。')
  // It may hold a password: it is not repeated.
  if (!isIssuer(issuer))
    throw new RangeError(
      'OIDC_ISSUER 要写统一身份认证的网址，如 https://id.example.gov.cn（以 https:// 开头，只有本机的可以用 http://；里面没有用户名、口令、? 和 #），现在不是。',
    )
  if (!address) return undefined
  return { name: env['OIDC_NAME'] || '统一身份认证', issuer, clientId, clientSecret, origin: address.origin }
}

/** Reads a setting, or notes what is wrong with it and goes on. */
type Noted = <T>(read: () => T, otherwise: T) => T

/** The address people type, and the ways to sign in beside the password, some of which are bound to it. */
interface AddressSettings {
  readonly publicOrigin?: string
  readonly signIn: SignInSettings
}

/** Each is read for itself, and a mistake is a sentence that names it. */
export function readAddressSettings(env: Environment, noted: Noted = (read) => read()): AddressSettings {
  const address = noted(() => readOrigin(env), undefined)
  const passkeys = noted(() => readPasskeys(env, address), undefined)
  const oidc = noted(() => readOidc(env, address), undefined)
  const signIn = { ...(passkeys && { passkeys }), ...(oidc && { oidc }) }
  return { ...(address && { publicOrigin: address.origin }), signIn }
}

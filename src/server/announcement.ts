import { isIPv6 } from 'node:net'
import type { ServerSettings } from './read-settings.ts'

interface Started {
  readonly port: number
  readonly setUpCode: string | undefined
  /** What the certificate is for first. */
  readonly certifiedFor?: string | undefined
}

/** What a server says when it stands. */
export interface Announcement {
  readonly lines: readonly string[]
  readonly warnings: readonly string[]
}

type Said = Pick<ServerSettings, 'host' | 'port' | 'tls' | 'publicOrigin' | 'trustedProxies'>

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** 0.0.0.0 or ::, on which every address of the machine is listened to, and which none can be opened by. */
const isEveryAddress = (host: string): boolean => /^[0.:]+$/.test(host)

const originOf = ({ tls }: Said, host: string, port: number): string =>
  `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${port}`

/**
 * Browsers sign, seal and work offline on safe addresses only; who serves others by http is told before they ask. Behind
 * a proxy that is not trusted everybody has one address: who guesses passwords there holds up all the others.
 */
function warningsOf({ host, tls, publicOrigin = '', trustedProxies }: Said, origin: string): readonly string[] {
  if (tls) return []
  if (publicOrigin.startsWith('https:'))
    return trustedProxies.rules.length > 0
      ? []
      : [
          '注意：PUBLIC_ORIGIN 是 https，服务自己没有证书，前面应当有代理，但没有写 TRUST_PROXY：所有人看起来都来自代理，' +
            '一个人反复猜口令，别人也登录不了。请写代理的地址（docs/operations.zh-CN.md 第 6 节；容器见第 4 节）。',
        ]
  if (isLoopback(host)) return []
  return [
    `注意：${origin} 是不加密的 http 地址。别的电脑用它打开时，浏览器不给签名、加密和离线功能，不能填报，只会看到说明；` +
      '请按 docs/operations.zh-CN.md 第 2 节配好证书（TLS_CERT、TLS_KEY），或放在 https 代理后面并写 PUBLIC_ORIGIN。',
  ]
}

/** The address to open, the one-time link of the first start, and what is wrong with either. */
export function announcement(settings: Said, { port, setUpCode, certifiedFor }: Started): Announcement {
  const { host, port: wantedPort, publicOrigin } = settings
  const own = originOf(settings, isEveryAddress(host) ? (certifiedFor ?? '127.0.0.1') : host, port)
  const origin = publicOrigin ?? own
  const lines = [`采报已启动：${own}/`]
  if (publicOrigin !== undefined && publicOrigin !== own) lines.push(`大家打开的地址：${publicOrigin}/`)
  if (wantedPort !== 0 && port !== wantedPort)
    lines.push(`端口 ${wantedPort} 已被占用，这次用 ${port}。浏览器按地址保存草稿，在原地址填的草稿要在原地址打开。`)
  // Behind the # it is sent to nobody.
  if (setUpCode !== undefined)
    lines.push(`要用网上报送，先设置单位和管理员（一次性链接，24 小时内有效）：${origin}/admin/setup#${setUpCode}`)
  return {
    lines: [...lines, '在浏览器里打开这个地址；按 Ctrl+C 停止。'],
    warnings: warningsOf(settings, publicOrigin ?? originOf(settings, host, port)),
  }
}

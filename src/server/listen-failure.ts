interface Wanted {
  readonly host: string
  readonly port: number
  /** The last one that was tried, where several were. */
  readonly last?: number
}

type Said = (wanted: Wanted) => string

/** Below, Unix gives ports to the system alone. */
const firstFreePort = 1024

const noRight: Said = ({ host, port }) =>
  port < firstFreePort
    ? `HOST=${host} PORT=${port} 用不了：${firstFreePort} 以下的端口只给系统用，服务的用户没有这个权限（EACCES）。请让代理用 ${port}（docs/operations.zh-CN.md 第 6 节），PORT 写 8080 这样的；或在 systemd 的单元文件里写 AmbientCapabilities=CAP_NET_BIND_SERVICE，CapabilityBoundingSet 也写它。`
    : `HOST=${host} PORT=${port} 用不了：系统不让用这个端口（EACCES）。可能是系统保留的（Windows：netsh int ipv4 show excludedportrange tcp）或安全软件拦住的，请让 PORT 写别的端口。`

const noName =
  (code: string): Said =>
  ({ host, port }) =>
    `HOST=${host} 不是地址，也解析不了（${code}）。请只写地址，如 0.0.0.0（所有网卡）或 192.168.1.10，不要写 http:// 和端口；端口写在 PORT（现在是 ${port}）。`

const noAddress: Said = ({ host, port }) =>
  `HOST=${host} 不是这台机器的地址（EADDRNOTAVAIL），不能在它的端口 ${port} 上等连接。请写这台机器自己的地址，或 0.0.0.0（所有网卡）；大家打开的地址另写在 PUBLIC_ORIGIN。`

/** What the system says when it gives no address to listen on. */
const bySystem: Readonly<Record<string, Said>> = {
  EACCES: noRight,
  EPERM: noRight,
  ENOTFOUND: noName('ENOTFOUND'),
  EAI_AGAIN: noName('EAI_AGAIN'),
  EADDRNOTAVAIL: noAddress,
  EAFNOSUPPORT: ({ host, port }) =>
    `HOST=${host} PORT=${port} 用不了：这台机器没有开 IPv6（EAFNOSUPPORT）。请写 IPv4 的地址，如 0.0.0.0。`,
  EADDRINUSE: ({ port, last = port }) =>
    last === port
      ? `PORT=${port} 用不了：这个端口已被占用（EADDRINUSE）。请关掉占用它的程序再启动。`
      : `PORT=${port} 用不了：从 ${port} 到 ${last} 的端口都已被占用（EADDRINUSE）。请关掉占用它们的程序，或让 PORT 写别的端口，再启动。`,
}

/** Why the server has no address, with the settings that say which and what to do; of nothing else. */
export function sayListenFailure(cause: unknown, wanted: Wanted): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return undefined
  return bySystem[cause.code]?.(wanted)
}

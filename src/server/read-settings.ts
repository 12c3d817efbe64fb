/** What the environment says about how to serve. */
export interface ServerSettings {
  readonly host: string
  readonly port: number
}

const defaultPort = 8080
const highestPort = 65_535

/** Reads `HOST` and `PORT`; a port that is none is refused with a sentence that says so. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ServerSettings {
  const host = env['HOST'] || '127.0.0.1'
  const text = env['PORT'] || String(defaultPort)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > highestPort)
    throw new RangeError(`端口 PORT 要写 0 到 ${highestPort} 之间的整数，现在是“${text}”。`)
  return { host, port }
}

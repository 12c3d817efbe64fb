import { getRequestListener } from '@hono/node-server'
import { fileURLToPath } from 'node:url'
import { makeSetUpCode } from './access/set-up-code.ts'
import { listBuiltFiles } from './built-files.ts'
import { createApp } from './create-app.ts'
import { createServices } from './create-services.ts'
import { listen } from './listen.ts'
import { readSettings, type ServerSettings } from './read-settings.ts'
import { createRequestLog } from './observe/request-log.ts'
import { createInFlight, stopGently } from './stop-gently.ts'
import { openStore } from './store/open-store.ts'
import { type Certificate, readCertificate } from './tls/read-certificate.ts'
import { createWebServer, type WebServer } from './tls/web-server.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const warn = (text: string): void => void process.stderr.write(`${text}\n`)
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function announce({ host, port: wantedPort, tls }: ServerSettings, port: number, setUpCode?: string): void {
  const origin = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  say(`采报已启动：${origin}/`)
  if (wantedPort !== 0 && port !== wantedPort)
    say(`端口 ${wantedPort} 已被占用，这次用 ${port}。浏览器按地址保存草稿，在原地址填的草稿要在原地址打开。`)
  // Behind the # it is sent to nobody.
  if (setUpCode !== undefined)
    say(`要用网上报送，先设置单位和管理员（一次性链接，24 小时内有效）：${origin}/admin/setup#${setUpCode}`)
  say('在浏览器里打开这个地址；按 Ctrl+C 停止。')
}

function certificateOf({ tls }: ServerSettings): Certificate | undefined {
  const certificate = tls && readCertificate(tls, Date.now())
  for (const warning of certificate?.warnings ?? []) warn(warning)
  return certificate
}

/** A renewed certificate counts from SIGHUP on; a wrong one changes nothing. */
function renewOnHangUp(server: WebServer, settings: ServerSettings): void {
  // Windows sends this signal when the window is closed.
  if (!settings.tls || process.platform === 'win32') return
  process.on('SIGHUP', () => {
    try {
      const certificate = certificateOf(settings)
      if (certificate) server.renew(certificate)
      say('已换用新证书。')
    } catch (cause) {
      warn(`没有换证书，仍用原来的：${reasonOf(cause)}`)
    }
  })
}

async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const certificate = certificateOf(settings)
  const store = await openStore(settings)
  const log = createRequestLog(settings.hasRequestLog, (line) => process.stdout.write(line))
  const services = await createServices(store, { ...settings, log })
  const app = createApp(await listBuiltFiles(dist), services)
  const answer = getRequestListener((request, env) => app.fetch(request, env))
  const inFlight = createInFlight()
  const server = createWebServer((incoming, outgoing) => {
    inFlight.track(incoming, outgoing)
    void answer(incoming, outgoing)
  }, certificate)
  const setUpCode = await makeSetUpCode(store, Date.now())
  announce(settings, await listen(server.socketServer, settings), setUpCode)
  renewOnHangUp(server, settings)

  const stop = (): void => {
    services.stop()
    const ending = stopGently(server, inFlight).then(services.close)
    void ending.finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

try {
  await start()
} catch (cause) {
  warn(`没有启动：${reasonOf(cause)}`)
  process.exitCode = 1
}

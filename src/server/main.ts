import { getRequestListener } from '@hono/node-server'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { listBuiltFiles } from './built-files.ts'
import { createApp } from './create-app.ts'
import { createServices } from './create-services.ts'
import { listen } from './listen.ts'
import { readSettings } from './read-settings.ts'
import { openStore } from './store/open-store.ts'

const closingMs = 1_000
const dist = fileURLToPath(new URL('../../dist', import.meta.url))

function announce(host: string, port: number, wantedPort: number): void {
  process.stdout.write(`采报已启动：http://${host.includes(':') ? `[${host}]` : host}:${port}/\n`)
  if (wantedPort !== 0 && port !== wantedPort)
    process.stdout.write(
      `端口 ${wantedPort} 已被占用，这次用 ${port}。浏览器按地址保存草稿，在原地址填的草稿要在原地址打开。\n`,
    )
  process.stdout.write('在浏览器里打开这个地址；按 Ctrl+C 停止。\n')
}

async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const { host, port: wantedPort } = settings
  const store = await openStore(settings)
  const app = createApp(await listBuiltFiles(dist), await createServices(store))
  const answer = getRequestListener((request) => app.fetch(request))
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  announce(host, await listen(server, { host, port: wantedPort }), wantedPort)

  const stop = (): void => {
    server.close(() => void store.close().finally(() => process.exit(0)))
    server.closeIdleConnections()
    setTimeout(() => {
      server.closeAllConnections()
    }, closingMs).unref()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

try {
  await start()
} catch (cause) {
  process.stderr.write(`没有启动：${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = 1
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least a form can be: one field, no script. What it costs is the machine's own share of a figure. */
export interface BarePage {
  readonly url: string
  close(): void
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>bare</title>
<main><label>单位 <input data-path="bare" autocomplete="off" spellcheck="false"></label></main></html>`

/** Serves the bare page on a port of its own. */
export async function serveBarePage(): Promise<BarePage> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has one
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}

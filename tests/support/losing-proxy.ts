import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AppServer } from './app-server.ts'

interface ProxyOptions {
  /** The port it had before; any free one, if it says nothing. */
  readonly port?: number | undefined
  /** The first POST to this path goes there, but its answer is cut off. */
  readonly loses?: string | undefined
  /** After how many bytes of its body the answer to a GET is cut off; nothing lets it through. */
  readonly cutsBehind?: (url: string) => number | undefined
  /** What is answered in the place of the server; nothing lets it answer. Hears of every request. */
  readonly answers?: (url: string) => Promise<object | undefined>
  /** While it says so, whoever asks for anything is shown the login page of the network, or sent to it. */
  readonly wantsLogin?: (url: string) => 'page' | 'redirect' | undefined
}

const loginPage = '<!doctype html><title>上网登录</title><h1>请先登录网络</h1>'

function showLogin(outgoing: ServerResponse, how: 'page' | 'redirect'): void {
  if (how === 'redirect') outgoing.writeHead(302, { Location: 'http://login.invalid/' }).end()
  else outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(loginPage)
}

function readable(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem)
}

/** Lets so many bytes of an answer through and then cuts the line. */
function passSome(from: IncomingMessage, outgoing: ServerResponse, most: number): void {
  let left = most
  from.on('data', (bytes: Buffer) => {
    const passing = bytes.subarray(0, left)
    left -= passing.length
    // What was written goes out before the line is cut.
    outgoing.write(passing, () => left === 0 && outgoing.destroy())
  })
  from.once('end', () => left > 0 && outgoing.end())
}

/** Puts a network of the test's own between the browser and a server, which ends with it. */
export async function startLosingProxy(behind: AppServer, options: ProxyOptions = {}): Promise<AppServer> {
  let lost = options.loses

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method, url = '/', headers } = incoming
    const login = options.wantsLogin?.(url)
    if (login) {
      incoming.resume().once('end', () => showLogin(outgoing, login))
      return
    }
    const own = await options.answers?.(url)
    if (own) {
      outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(own))
      return
    }
    const isLost = method === 'POST' && url === lost
    if (isLost) lost = undefined
    const onward = request({ host: '127.0.0.1', port: behind.port, method, path: url, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      const most = method === 'GET' ? options.cutsBehind?.(url) : undefined
      if (most !== undefined) passSome(response, outgoing, most)
      else if (!isLost) response.pipe(outgoing)
      else {
        // Cut amid the answer: one that never began, browsers ask for again by themselves.
        outgoing.flushHeaders()
        response.resume().once('end', () => incoming.socket.destroy())
      }
    })
    onward.once('error', (problem) => outgoing.destroy(new Error(readable(problem))))
    incoming.pipe(onward)
  }

  const proxy = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => proxy.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      const closed = new Promise((resolve) => proxy.close(resolve))
      proxy.closeAllConnections()
      await Promise.all([closed, behind.stop()])
    },
  }
}

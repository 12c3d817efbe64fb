import { Agent, request } from 'node:http'

/** What a run of requests came to. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly tookSeconds: number
}

interface Load {
  readonly origin: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
  /** The next body, or undefined when there are no more. */
  readonly next: () => string | undefined
  /** Items in one body. */
  readonly itemsInBody?: number
}

function post(agent: Agent, { origin, path, headers }: Load, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'Content-Length': Buffer.byteLength(body) }
    const asked = request(
      `${origin}${path}`,
      { agent, method: 'POST', headers: { ...headers, ...length } },
      (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    asked.once('error', reject)
    asked.end(body)
  })
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

/** Sends bodies over so many connections, each as soon as the one before was answered. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const { connections, seconds, next, itemsInBody = 1 } = load
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  const startedAt = performance.now()
  const endAt = startedAt + seconds * 1000
  async function worker(): Promise<void> {
    while (performance.now() < endAt) {
      const body = next()
      if (body === undefined) return
      const askedAt = performance.now()
      const status = await post(agent, load, body)
      if (status !== 200) throw new Error(`the server answered ${status}`)
      times.push(performance.now() - askedAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const tookSeconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  const sorted = times.sort((a, b) => a - b)
  return {
    perSecond: (sorted.length * itemsInBody) / tookSeconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    tookSeconds,
  }
}

/** The value in the middle. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

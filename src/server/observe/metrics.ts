/** What the server counts, for Prometheus: no addresses, no names, no digests. */
export interface Metrics {
  /** One answered request of the interface, by the address as it is declared. */
  request(facts: { readonly method: string; readonly path: string; readonly status: number; readonly ms: number }): void
  /** What became of an uploaded file. */
  upload(outcome: 'stored' | 'known' | 'refused'): void
  /** A group that is on disk. */
  group(size: number, ms: number): void
  /** Prometheus' text format. */
  text(): string
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const sizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256]

interface Histogram {
  readonly bounds: readonly number[]
  readonly counts: number[]
  sum: number
  count: number
}

const histogram = (bounds: readonly number[]): Histogram => ({
  bounds,
  counts: bounds.map(() => 0),
  sum: 0,
  count: 0,
})

function observe(into: Histogram, value: number): void {
  for (const [index, bound] of into.bounds.entries())
    if (value <= bound) into.counts[index] = (into.counts[index] ?? 0) + 1
  into.sum += value
  into.count += 1
}

function histogramLines(name: string, { bounds, counts, sum, count }: Histogram): readonly string[] {
  return [
    `# TYPE ${name} histogram`,
    ...bounds.map((bound, index) => `${name}_bucket{le="${bound}"} ${counts[index] ?? 0}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`,
  ]
}

function counterLines(name: string, counts: ReadonlyMap<string, number>): readonly string[] {
  return [`# TYPE ${name} counter`, ...[...counts].map(([labels, count]) => `${name}{${labels}} ${count}`)]
}

const add = (counts: Map<string, number>, labels: string): void =>
  void counts.set(labels, (counts.get(labels) ?? 0) + 1)

/** Counters of one process. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const uploads = new Map<string, number>()
  const requestSeconds = histogram(secondsBuckets)
  const groupSize = histogram(sizeBuckets)
  const commitSeconds = histogram(secondsBuckets)
  return {
    request({ method, path, status, ms }) {
      add(requests, `method="${method}",path="${path}",status="${status}"`)
      observe(requestSeconds, ms / 1000)
    },
    upload: (outcome) => add(uploads, `outcome="${outcome}"`),
    group(size, ms) {
      observe(groupSize, size)
      observe(commitSeconds, ms / 1000)
    },
    text() {
      const { rss } = process.memoryUsage()
      const lines = [
        ...counterLines('caibao_requests_total', requests),
        ...counterLines('caibao_uploads_total', uploads),
        ...histogramLines('caibao_request_seconds', requestSeconds),
        ...histogramLines('caibao_group_size', groupSize),
        ...histogramLines('caibao_commit_seconds', commitSeconds),
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
        '# TYPE process_uptime_seconds gauge',
        `process_uptime_seconds ${process.uptime()}`,
      ]
      return `${lines.join('\n')}\n`
    },
  }
}

// Durable uploads a second, beside what the machine can do at most, in one run.
// usage: npm run bench:server [-- --seconds 4 --rounds 3 --seeded 0 --database both|sqlite|postgres]
// Ends with exit code 1 and names each aim that does not hold; why two of them cannot stands in ADR 0133.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import buildOnce from '#tests/support/build-once.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { missedAims } from './server/aims.ts'
import { noPostgres, sayVerdict } from './server/asked.ts'
import { postgresLimit, signatureLimits, writeLimit } from './server/bare-limits.ts'
import { type LoadResult, median, runLoad } from './server/load.ts'
import { aPlace, type Place } from './server/places.ts'
import { startProgram } from './server/running.ts'
import { seedRows } from './server/seed-rows.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    files: { type: 'string', default: '12000' },
    seeded: { type: 'string', default: '0' },
    database: { type: 'string', default: 'both' },
  },
})
if (!['both', 'sqlite', 'postgres'].includes(values.database))
  throw new RangeError(`both, sqlite or postgres, not ${values.database}`)
buildOnce()
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const thin = fileURLToPath(new URL('./server/thin-server.ts', import.meta.url))
const batchSize = 100

/** Aims that do not hold. */
const over: string[] = []

const print = (text: string): void => void process.stdout.write(`${text}\n`)

async function makeFiles(count: number): Promise<readonly string[]> {
  const key = await aSigningKey()
  const files: string[] = []
  for (let made = 0; made < count; made += 1) files.push((await aSignedFile({}, key)).text)
  return files
}

const inTurn = (bodies: readonly string[]): (() => string | undefined) => {
  const left = bodies.values()
  return () => left.next().value
}

interface Figures {
  readonly result: LoadResult
  readonly memoryMb: number
  /** Of the server, an upload: what a busy machine changes least. */
  readonly cpuMs: number
}

const warmUploads = 1000

/** A server runs for months: it is measured when its workers, rules and code are warm. Gives what is left to send. */
async function warmUp(
  load: Omit<Parameters<typeof runLoad>[0], 'next'>,
  bodies: readonly string[],
  count: number,
): Promise<() => string | undefined> {
  await runLoad({ ...load, next: inTurn(bodies.slice(0, count)) })
  return inTurn(bodies.slice(count))
}

async function ours(place: Place, connections: number, bodies: readonly string[], path: string): Promise<Figures> {
  const server = await place.startServer()
  const headers = { Authorization: `Bearer ${place.task.token}`, 'Content-Type': 'application/json' }
  const load = { origin: server.origin, path, headers, seconds, connections }
  const isBatch = path.endsWith('/batch')
  const next = await warmUp(load, bodies, isBatch ? 10 : warmUploads)
  const before = server.cpuMs()
  const result = await runLoad({ ...load, next, itemsInBody: isBatch ? batchSize : 1 })
  const [memoryMb, cpuMs] = [server.memoryMb(), (server.cpuMs() - before) / (result.perSecond * result.tookSeconds)]
  await server.stop()
  return { result, memoryMb, cpuMs }
}

async function thinServer(place: Place, connections: number, bodies: readonly string[]): Promise<Figures> {
  const server = await startProgram(thin, { args: [place.where] })
  const load = { origin: server.origin, path: '/', headers: {}, seconds, connections }
  const next = await warmUp(load, bodies, warmUploads)
  const before = server.cpuMs()
  const result = await runLoad({ ...load, next })
  const [memoryMb, cpuMs] = [server.memoryMb(), (server.cpuMs() - before) / (result.perSecond * result.tookSeconds)]
  await server.stop('SIGKILL')
  return { result, memoryMb, cpuMs }
}

const told = ({ perSecond, p50Ms, p99Ms }: LoadResult): string =>
  `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms (×${(p99Ms / p50Ms).toFixed(1)})`

const middle = (results: readonly LoadResult[]): LoadResult => ({
  perSecond: median(results.map(({ perSecond }) => perSecond)),
  p50Ms: median(results.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
  tookSeconds: median(results.map(({ tookSeconds }) => tookSeconds)),
})

async function onDatabase(name: string, url: string | undefined, files: readonly string[]): Promise<void> {
  const batches = Array.from({ length: Math.floor(files.length / batchSize) }, (_, index) =>
    JSON.stringify({ items: files.slice(index * batchSize, (index + 1) * batchSize).map((file) => ({ file })) }),
  )
  const single: Record<8 | 32, LoadResult[]> = { 8: [], 32: [] }
  const [bare, inBatches]: [LoadResult[], LoadResult[]] = [[], []]
  const cpu: Record<'ours' | 'thin' | 'batched', number[]> = { ours: [], thin: [], batched: [] }
  let memoryMb = 0
  // Every run has its own empty database, and the kinds take turns: what else the machine does hits all alike.
  async function fresh<T>(work: (place: Place) => Promise<T>): Promise<T> {
    const place = await aPlace(url)
    if (Number(values.seeded) > 0) await seedRows(place, Number(values.seeded))
    try {
      return await work(place)
    } finally {
      place.remove()
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const connections of [8, 32] as const) {
      const figures = await fresh((place) => ours(place, connections, files, '/api/v1/submissions'))
      single[connections].push(figures.result)
      memoryMb = Math.max(memoryMb, figures.memoryMb)
      if (connections === 32) cpu.ours.push(figures.cpuMs)
    }
    const thinly = await fresh((place) => thinServer(place, 32, files))
    bare.push(thinly.result)
    cpu.thin.push(thinly.cpuMs)
    const inBatch = await fresh((place) => ours(place, 4, batches, '/api/v1/submissions/batch'))
    inBatches.push(inBatch.result)
    cpu.batched.push(inBatch.cpuMs)
  }
  const [at32, thinAt32, batched] = [middle(single[32]), middle(bare), middle(inBatches)]
  over.push(...missedAims(name, { at32, thinAt32, batched }))
  print(`${name}, ${values.seeded} rows stored before`)
  print(`  8 connections             ${told(middle(single[8]))}`)
  print(`  32 connections            ${told(at32)}   ${(at32.perSecond / thinAt32.perSecond).toFixed(2)} × thin`)
  print(`  thin server, 32           ${told(thinAt32)}`)
  print(`  batches of 100            ${told(batched)}   ${(batched.perSecond / at32.perSecond).toFixed(2)} × single`)
  const cpuOf = (kind: keyof typeof cpu): string => `${median(cpu[kind]).toFixed(2)} ms`
  print(`  processor time an upload  ${cpuOf('ours')}, in batches ${cpuOf('batched')}, thin ${cpuOf('thin')}`)
  print(`  memory of the server      ${memoryMb} MB`)
}

const folder = mkdtempSync(join(tmpdir(), 'caibao-bare-'))
const postgres = values.database === 'sqlite' ? undefined : await startPostgres()
try {
  const files = await makeFiles(Number(values.files))
  const { verify, sign } = signatureLimits(1)
  print(`${rounds} rounds of ${seconds} s, medians; a submission has ${(files[0] ?? '').length} bytes`)
  print(`ES256 on one core           verify ${verify.toFixed(0)}/s, sign ${sign.toFixed(0)}/s`)
  print(`write 4 KB + fdatasync      ${writeLimit(folder, 1).toFixed(0)}/s`)
  if (values.database !== 'postgres') await onDatabase('SQLite', undefined, files)
  if (postgres) {
    const place = await aPlace(postgres.url)
    print(
      `PostgreSQL, one row each    ${(await postgresLimit(place.settings.databaseUrl ?? '', 8, 2)).toFixed(0)}/s over 8 connections`,
    )
    place.remove()
    await onDatabase('PostgreSQL', postgres.url, files)
  } else if (values.database !== 'sqlite') over.push(noPostgres)
} finally {
  postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}
sayVerdict(over, undefined)

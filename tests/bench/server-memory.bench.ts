// Memory of the server while it takes uploads without end.
// usage: node tests/bench/server-memory.bench.ts [submissions, 200000] [SQLite, the usual one | PostgreSQL]
// Ends with exit code 1 where it grows; fewer submissions are too few to judge.
import buildOnce from '#tests/support/build-once.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { flatOver, missedMemory, tooFew } from './server/aims.ts'
import { noPostgres, readAsked, sayVerdict } from './server/asked.ts'
import { runLoad } from './server/load.ts'
import { aPlace } from './server/places.ts'

const { count: submissions, only: database = 'SQLite' } = readAsked(process.argv.slice(2), flatOver)
const inRound = 2_000
const connections = 32

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Least squares: MB more with each submission. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, mb]) => mb))]
  const over = points.reduce((sum, [at, mb]) => sum + (at - x) * (mb - y), 0)
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

buildOnce()
const postgres = database === 'PostgreSQL' ? await startPostgres() : undefined
if (database === 'PostgreSQL' && !postgres) throw new Error(noPostgres)
const place = await aPlace(postgres?.url)
const server = await place.startServer()
const key = await aSigningKey()
const headers = { Authorization: `Bearer ${place.task.token}`, 'Content-Type': 'text/plain' }
const points: (readonly [number, number])[] = []
try {
  for (let sent = 0; sent < submissions; sent += inRound) {
    const files: string[] = []
    for (let made = 0; made < inRound; made += 1) files.push((await aSignedFile({}, key)).text)
    const left = files.values()
    const load = { origin: server.origin, path: '/api/v1/submissions', headers, connections, seconds: 600 }
    const { perSecond, p50Ms, p99Ms } = await runLoad({ ...load, next: () => left.next().value })
    points.push([sent + inRound, server.memoryMb()])
    say(
      `${String(sent + inRound).padStart(7)}   ${server.memoryMb()} MB   ${perSecond.toFixed(0)}/s  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms`,
    )
  }
  const settled = points.slice(points.length >> 1)
  const growthMb = slopeOf(settled) * flatOver
  say(`second half: ${growthMb.toFixed(0)} MB more over ${flatOver} submissions, were it to go on so`)
  const unjudged = tooFew(submissions, flatOver)
  sayVerdict(unjudged === undefined ? missedMemory(database, growthMb) : [], unjudged)
} finally {
  await server.stop()
  place.remove()
  postgres?.stop()
}

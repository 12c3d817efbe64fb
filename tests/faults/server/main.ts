import { spawnSync } from 'node:child_process'
import { startPostgres, type TestPostgres } from '#tests/support/postgres.ts'
import { seeded } from '#tests/support/random-typing.ts'
import { print } from '../report.ts'
import { fillServerDisk, killServers, type Outcome, restartDatabase, sendOverBadLine } from './accidents.ts'
import { aPlace, type Place } from './place.ts'

const rounds = Number(process.env['FAULTS_ROUNDS'] ?? 50)
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000)
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('FAULTS_ROUNDS is no count')
const random = seeded(seed)
// Which of it to do, for a machine that has no long time at once: a database, an accident, or both.
const onlyDatabase = process.env['FAULTS_DATABASE']
const onlyAccident = process.env['FAULTS_ACCIDENT']
const restarts = 3
const filesOverBadLine = 300

const rows: (readonly string[])[] = [['database', 'accident', 'acknowledged', 'sent again', 'lost', 'twice', 'log', '']]

type Accident = 'kill' | 'line' | 'restart' | 'disk'

const isAskedFor = (database: string, accident: Accident): boolean =>
  (onlyDatabase ?? database) === database && (onlyAccident ?? accident) === accident

interface Part {
  readonly database: string
  readonly url: string | undefined
  readonly kind: Accident
}

async function run({ database, url, kind }: Part, accident: (place: Place) => Promise<Outcome>) {
  if (!isAskedFor(database, kind)) return
  const place = await aPlace(url)
  try {
    const { accident: name, acknowledged, retries, lost, twice, isLogWhole, note } = await accident(place)
    rows.push([
      database,
      name,
      ...[acknowledged, retries, lost, twice].map(String),
      isLogWhole ? 'whole' : 'BROKEN',
      note,
    ])
    if (lost + twice > 0 || !isLogWhole) process.exitCode = 1
  } finally {
    await place.remove()
  }
}

async function runAll(postgres: TestPostgres | undefined): Promise<void> {
  const databases = [['SQLite', undefined] as const, ...(postgres ? [['PostgreSQL', postgres.url] as const] : [])]
  for (const [name, url] of databases) {
    await run({ database: name, url, kind: 'kill' }, (place) => killServers(place, rounds, random))
    await run({ database: name, url, kind: 'line' }, (place) => sendOverBadLine(place, filesOverBadLine, random))
  }
  if (postgres) {
    const part = { database: 'PostgreSQL', url: postgres.url, kind: 'restart' } as const
    await run(part, (place) => restartDatabase(place, () => postgres.restart(), restarts))
  }
  const embedded = { database: 'SQLite', url: undefined, kind: 'disk' } as const
  if (spawnSync('prlimit', ['--version']).status === 0) await run(embedded, fillServerDisk)
  else print('no prlimit here: the full disk was not tried')
}

print(`server faults, FAULTS_SEED=${seed} FAULTS_ROUNDS=${rounds}`)
const postgres = onlyDatabase === 'SQLite' ? undefined : await startPostgres()
if (!postgres && onlyDatabase !== 'SQLite') print('no PostgreSQL here: only SQLite is tried')
try {
  await runAll(postgres)
} finally {
  postgres?.stop()
}
const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
for (const row of rows)
  print(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )

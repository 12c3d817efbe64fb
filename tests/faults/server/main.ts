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
const restarts = 3
const filesOverBadLine = 300

const rows: (readonly string[])[] = [['database', 'accident', 'acknowledged', 'sent again', 'lost', 'twice', 'log', '']]

async function run(database: string, url: string | undefined, accident: (place: Place) => Promise<Outcome>) {
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
    await run(name, url, (place) => killServers(place, rounds, random))
    await run(name, url, (place) => sendOverBadLine(place, filesOverBadLine, random))
  }
  if (postgres)
    await run('PostgreSQL', postgres.url, (place) => restartDatabase(place, () => postgres.restart(), restarts))
  if (spawnSync('prlimit', ['--version']).status === 0) await run('SQLite', undefined, fillServerDisk)
  else print('no prlimit here: the full disk was not tried')
}

print(`server faults, FAULTS_SEED=${seed} FAULTS_ROUNDS=${rounds}`)
const postgres = await startPostgres()
if (!postgres) print('no PostgreSQL here: only SQLite is tried')
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

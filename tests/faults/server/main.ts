import { spawnSync } from 'node:child_process'
import buildOnce from '#tests/support/build-once.ts'
import { startPostgres, type TestPostgres } from '#tests/support/postgres.ts'
import { seeded } from '#tests/support/random-typing.ts'
import { print } from '../report.ts'
import { type Disk, mountDisk } from '../small-disk.ts'
import { tidying } from '../tidying.ts'
import {
  fillDatabaseDisk,
  fillServerDisk,
  killServers,
  type Outcome,
  restartDatabase,
  sendOverBadLine,
} from './accidents.ts'
import { aPlace, type Place } from './place.ts'
import { divide, type Part, readPlan } from './plan.ts'

// FAULTS_DATABASE and FAULTS_ACCIDENT choose, for a machine that has no long time at once. Ends with exit code 1 where
// something was lost or twice, and where something could not be tried that nobody left out by choice.
const { rounds, parts, chosen } = readPlan(process.env)
buildOnce()
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000)
const random = seeded(seed)
const restarts = 3
const filesOverBadLine = 300

const rows: (readonly string[])[] = [['database', 'accident', 'acknowledged', 'sent again', 'lost', 'twice', 'log', '']]

interface Tools {
  readonly postgres: TestPostgres | undefined
  readonly disk: Disk | undefined
}

async function onItsPlace(url: string | undefined, accident: (place: Place) => Promise<Outcome>): Promise<Outcome> {
  const place = await aPlace(url)
  return tidying(
    () => accident(place),
    () => place.remove(),
  )
}

/** On a disk of its own: the one it shares with everything else would stop the machine. */
async function fillItsDisk(disk: Disk): Promise<Outcome> {
  const onDisk = await startPostgres(disk.folder)
  if (!onDisk) throw new Error('PostgreSQL was found and is gone')
  return tidying(
    () => onItsPlace(onDisk.url, (place) => fillDatabaseDisk(place, disk, () => onDisk.restart())),
    () => onDisk.stop(),
  )
}

function outcomeOf({ database, kind }: Part, { postgres, disk }: Tools): Promise<Outcome> {
  const url = database === 'PostgreSQL' ? postgres?.url : undefined
  if (kind === 'disk' && database === 'PostgreSQL' && disk) return fillItsDisk(disk)
  return onItsPlace(url, (place) => {
    if (kind === 'kill') return killServers(place, rounds, random)
    if (kind === 'line') return sendOverBadLine(place, filesOverBadLine, random)
    return kind === 'disk' ? fillServerDisk(place) : restartDatabase(place, () => postgres?.restart(), restarts)
  })
}

async function run(part: Part, tools: Tools): Promise<void> {
  const { accident, acknowledged, retries, lost, twice, isLogWhole, note } = await outcomeOf(part, tools)
  const counts = [acknowledged, retries, lost, twice].map(String)
  rows.push([part.database, accident, ...counts, isLogWhole ? 'whole' : 'BROKEN', note])
  if (lost + twice > 0 || !isLogWhole) process.exitCode = 1
}

print(`server faults, FAULTS_SEED=${seed} FAULTS_ROUNDS=${rounds}`)
const isChosen = (database: Part['database'], kind?: Part['kind']): boolean =>
  parts.some((part) => part.database === database && part.kind === (kind ?? part.kind))
const postgres = isChosen('PostgreSQL') ? await startPostgres() : undefined
const disk = postgres && isChosen('PostgreSQL', 'disk') ? mountDisk() : undefined
const hasLimits = spawnSync('prlimit', ['--version']).status === 0
const { tried, untried } = divide(parts, {
  hasPostgres: postgres !== undefined,
  hasLimits,
  hasSmallDisk: disk !== undefined,
})
await tidying(
  async () => {
    for (const part of tried) await run(part, { postgres, disk })
  },
  () => {
    postgres?.stop()
    disk?.remove()
  },
)
const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
for (const row of rows)
  print(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
for (const line of chosen) print(line)
if (untried.length > 0) {
  print(`NOT TRIED: ${untried.join('; ')}`)
  process.exitCode = 1
}

import buildOnce from '#tests/support/build-once.ts'
import { seeded } from '#tests/support/random-typing.ts'
import { killBrowsers } from './killed-browser.ts'
import { fillDisk, shiftClock } from './odd-machine.ts'
import { fillRealDisk } from './real-disk.ts'
import { type FaultRun, noEdits, print, printRun, shortcomings, together } from './report.ts'
import { tearLogs } from './torn-logs.ts'
import { interleaveTabs } from './two-tabs.ts'

/** A count from the environment. */
function countOf(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback)
  if (!Number.isSafeInteger(given) || given < 0) throw new Error(`${name} is no count`)
  return given
}

const seed = countOf('FAULTS_SEED', Date.now() % 1_000_000)
const minutes = countOf('FAULTS_MINUTES', 30)
const random = seeded(seed)
const start = Date.now()
const within = (share: number): number => start + minutes * 60_000 * share

buildOnce()
print(`fault bench, FAULTS_SEED=${seed}, at most ${minutes} minutes`)
const runs: readonly (() => Promise<FaultRun | undefined>)[] = [
  () => shiftClock(seed),
  () => fillDisk(countOf('FAULTS_QUOTA', 5), random),
  () => fillRealDisk(countOf('FAULTS_DISK', 3), random),
  () => tearLogs(countOf('FAULTS_TEARS', 6), random),
  () => interleaveTabs(countOf('FAULTS_TABS', 15), random, within(0.4)),
  () => killBrowsers(countOf('FAULTS_KILLS', 100), random, within(0.95)),
]
const done: FaultRun[] = []
for (const run of runs) {
  const ended = await run()
  if (ended) {
    printRun(ended)
    done.push(ended)
  } else print('no disk can be mounted here: one without room was not tried')
}
const all = done.map(({ tally }) => tally).reduce(together, noEdits)
const wanting = shortcomings(done)
for (const line of wanting) print(line)
print(`edits shown as saved ${all.saved} / edits lost ${all.lost}, in ${Math.round((Date.now() - start) / 1000)} s`)
process.exitCode = wanting.length > 0 ? 1 : 0

import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from '#tests/bench/server/running.ts'
import type { Disk } from '../small-disk.ts'
import type { Place } from './place.ts'
import { aBadLine } from './proxy.ts'
import { aQueue, type Queue, someFiles } from './sender.ts'

/** What an accident came to. */
export interface Outcome {
  readonly accident: string
  readonly acknowledged: number
  readonly retries: number
  readonly lost: number
  readonly twice: number
  readonly isLogWhole: boolean
  readonly note: string
}

const filesInRound = 150
const filesInKilledRound = 250
const longestServedMs = 350
const pollMs = 2
// A server that ended by itself is a fault: what still waits then counts as lost.
const hasEnded =
  ({ child }: Running) =>
  (): boolean =>
    child.exitCode !== null || child.signalCode !== null

/** A server that ended is another fault than a disk with room for everything. */
function mustHaveBeenFull(refused: number, { child }: Running): void {
  if (refused > 0) return
  const { exitCode, signalCode } = child
  const hasEndedBy = exitCode ?? signalCode
  throw new Error(
    hasEndedBy === null ? 'the disk was never full' : `the server ended by itself (${hasEndedBy}), and refused nothing`,
  )
}

async function outcomeOf(place: Place, queue: Queue, accident: string, note = ''): Promise<Outcome> {
  const { acknowledged } = queue
  const missing = queue.waiting()
  const { lost, twice, isLogWhole } = await place.inspect(acknowledged)
  const counts = { acknowledged: acknowledged.length, retries: queue.retries(), lost: lost + missing, twice }
  return { accident, ...counts, isLogWhole, note }
}

/** SIGKILL at a random moment of each round, once the server took something in it; looked at after each, and at the end everything is sent to the last one. */
export async function killServers(place: Place, rounds: number, random: () => number): Promise<Outcome> {
  let [lost, twice, broken, served] = [0, 0, 0, 0]
  const queue = aQueue(place, await someFiles(filesInKilledRound * (rounds + 1)))
  for (let round = 0; round < rounds; round += 1) {
    const server = await place.start()
    const known = queue.acknowledged.length
    const sending = queue.run(server.origin, hasEnded(server))
    // In the middle of the work: a server that only starts has nothing to lose.
    const isOver = hasEnded(server)
    while (queue.acknowledged.length === known && queue.waiting() > 0 && !isOver()) await pause(pollMs)
    await pause(random() * longestServedMs)
    await server.stop('SIGKILL')
    await sending
    served = queue.acknowledged.length
    const found = await place.inspect(queue.acknowledged)
    lost += found.lost
    twice += found.twice
    broken += found.isLogWhole ? 0 : 1
  }
  const last = await place.start()
  await queue.run(last.origin, hasEnded(last))
  await last.stop()
  const end = await outcomeOf(place, queue, `kill -9, ${rounds} rounds`, `${served} acknowledged before a kill`)
  return { ...end, lost: end.lost + lost, twice: end.twice + twice, isLogWhole: end.isLogWhole && broken === 0 }
}

/** The database falls and comes back while files are sent. */
export async function restartDatabase(place: Place, restart: () => void, times: number): Promise<Outcome> {
  const server = await place.start()
  const queue = aQueue(place, await someFiles(filesInRound * times * 2))
  const sending = queue.run(server.origin, hasEnded(server))
  for (let count = 0; count < times; count += 1) {
    await pause(400)
    restart()
  }
  await sending
  await server.stop()
  return outcomeOf(place, queue, `database restarted ${times} times under load`)
}

const fullAtBytes = 1_500_000

function limitFiles({ child }: Running, bytes: number | 'unlimited'): void {
  const { status } = spawnSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`])
  if (status !== 0) throw new Error('prlimit did not work')
}

/**
 * The kernel lets no file of the process grow any further (RLIMIT_FSIZE), so that the database's writes fail in the
 * middle; later there is room again, for the same process.
 */
export async function fillServerDisk(place: Place): Promise<Outcome> {
  const server = await place.start()
  limitFiles(server, fullAtBytes)
  const queue = aQueue(place, await someFiles(filesInRound * 3))
  const isFull = (): boolean => queue.retries() >= 50
  await queue.run(server.origin, isFull)
  const [before, refused] = [queue.acknowledged.length, queue.retries()]
  mustHaveBeenFull(refused, server)
  limitFiles(server, 'unlimited')
  await queue.run(server.origin, hasEnded(server))
  await server.stop()
  const note = `full after ${before}; ${refused} told to come again; the same process went on`
  return outcomeOf(place, queue, 'disk full, then room again', note)
}

/**
 * The disk under the database's own files is full to the last byte in the middle of the work, so that rows, indexes or the
 * write-ahead log find no room; then there is room, and it is started again as whoever runs it would.
 */
export async function fillDatabaseDisk(place: Place, disk: Disk, restart: () => void): Promise<Outcome> {
  const server = await place.start()
  const queue = aQueue(place, await someFiles(filesInRound * 6))
  const sending = queue.run(server.origin, () => queue.retries() >= 50 || hasEnded(server)())
  while (queue.acknowledged.length < filesInRound && !hasEnded(server)()) await pause(pollMs)
  disk.fill()
  await sending
  const [before, refused] = [queue.acknowledged.length, queue.retries()]
  mustHaveBeenFull(refused, server)
  disk.free()
  restart()
  await queue.run(server.origin, hasEnded(server))
  await server.stop()
  const note = `full after ${before}; ${refused} told to come again; the same server process went on`
  return outcomeOf(place, queue, 'disk full, then room again', note)
}

/** Every connection goes over a line that may drop, delay, duplicate or truncate it. */
export async function sendOverBadLine(place: Place, files: number, random: () => number): Promise<Outcome> {
  const server = await place.start()
  const line = await aBadLine(server.origin, random)
  const queue = aQueue(place, await someFiles(files))
  await queue.run(line.origin, hasEnded(server))
  await line.close()
  await server.stop()
  const note = [...line.done].map(([what, count]) => `${what} ${count}`).join(', ')
  return outcomeOf(place, queue, 'bad line', note)
}

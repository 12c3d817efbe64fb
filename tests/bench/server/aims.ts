import type { LoadResult } from './load.ts'

/** What was measured of one database, in the same run. */
export interface Measured {
  /** Single uploads over 32 connections. */
  readonly at32: LoadResult
  /** A server that only verifies one signature and inserts one row, over as many. */
  readonly thinAt32: LoadResult
  readonly batched: LoadResult
}

interface Aim {
  readonly holds: boolean
  readonly what: string
}

const missed = (name: string, aims: readonly Aim[]): readonly string[] =>
  aims.flatMap(({ holds, what }) => (holds ? [] : [`${name}: ${what}`]))

const slowestTail = 3
const leastOfBatches = 3

/** The aims that do not hold, each with how far it is off. */
export function missedAims(database: string, { at32, thinAt32, batched }: Measured): readonly string[] {
  const ofThin = at32.perSecond / thinAt32.perSecond
  const tail = at32.p99Ms / at32.p50Ms
  const ofSingle = batched.perSecond / at32.perSecond
  // What was not measured at all, as where nothing came through, holds nothing.
  const aims = [
    { holds: ofThin >= 1, what: `32 connections, ${ofThin.toFixed(2)} × thin, at least 1` },
    { holds: tail <= slowestTail, what: `32 connections, p99 ${tail.toFixed(1)} × p50, at most ${slowestTail}` },
    { holds: ofSingle >= leastOfBatches, what: `batches, ${ofSingle.toFixed(2)} × single, at least ${leastOfBatches}` },
  ]
  return missed(database, aims)
}

/** How many submissions the memory is to be flat over. */
export const flatOver = 200_000

/**
 * Twice the most that was measured of a server that keeps nothing (32 MB, docs/operations.md): so far do the moments at
 * which the memory is cleared and read move it. One kept submission each, 2 KB of text, would be 400 MB.
 */
const mostGrowthMb = 64

/** Whether the memory stays; `growthMb` is what the second half comes to over so many. */
export function missedMemory(database: string, growthMb: number): readonly string[] {
  const what = `memory, ${growthMb.toFixed(0)} MB more over ${flatOver} submissions, at most ${mostGrowthMb}`
  return missed(database, [{ holds: growthMb <= mostGrowthMb, what }])
}

/** How many people are stored where little and where much is stored. */
export const [fewPeople, manyPeople] = [10_000, 1_000_000]

/**
 * What counts as unchanged. Processor time of one and the same work differs by a quarter between runs on a shared machine,
 * time on the clock by more; a look through all that is stored would be a hundred times as long.
 */
const [sameProcessor, sameClock] = [1.5, 2]
/** Shorter than this the clock tells nothing. */
const clockNoiseMs = 1

interface UploadCost {
  /** Of the process, an upload: with the embedded database that is nearly all of it. */
  readonly cpuMs: number
  /** On the clock: what PostgreSQL does stands only here. */
  readonly p50Ms: number
}

const isSameOnClock = (few: number, many: number, most: number): boolean =>
  many <= few * most || many - few <= clockNoiseMs

/** Whether uploads of a kind cost at much stored what they cost at little. */
export function missedUploadCost(name: string, few: UploadCost, many: UploadCost): readonly string[] {
  const cpu = many.cpuMs / few.cpuMs
  const clock = many.p50Ms / few.p50Ms
  return missed(name, [
    {
      holds: cpu <= sameProcessor,
      what: `${cpu.toFixed(2)} × the processor time at much stored, at most ${sameProcessor}`,
    },
    {
      holds: isSameOnClock(few.p50Ms, many.p50Ms, sameClock),
      what: `${clock.toFixed(2)} × the time at much stored, at most ${sameClock}`,
    },
  ])
}

const mostTotalsMs = 1000

interface Looked {
  /** The slowest of all. */
  readonly totalsMs: number
  /** A page of the same few changes, in the middle. */
  readonly pageMs: number
}

/** Whether totals of a million people are there at once, and a page of changes costs what it cost at ten thousand. */
export function missedLooks(database: string, few: Looked, many: Looked): readonly string[] {
  const page = many.pageMs / few.pageMs
  return missed(database, [
    { holds: many.totalsMs < mostTotalsMs, what: `totals, ${many.totalsMs.toFixed(0)} ms, less than ${mostTotalsMs}` },
    {
      holds: isSameOnClock(few.pageMs, many.pageMs, sameProcessor),
      what: `page of changes, ${page.toFixed(2)} × the time at much stored, at most ${sameProcessor}`,
    },
  ])
}

/** Why a run says nothing of its aims, when it was asked to be a short one. */
export function tooFew(asked: number, wanted: number): string | undefined {
  return asked < wanted ? `too few to judge: ${asked}, and the aims are for ${wanted}` : undefined
}

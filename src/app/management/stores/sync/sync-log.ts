import * as v from 'valibot'
import { storedErrorSchema } from '#app/platform/storage/stored-error.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'

/** What can be told of the traffic with the server. */
const unitSyncEvents = [
  'connected',
  'disconnected',
  'restored',
  'arrived',
  'theirs',
  'sent',
  'overtaken',
  'refusedFile',
  'refusedStep',
  'slipSent',
  'slipByFile',
  'slipRefused',
  'slipOver',
  'packSent',
  'packReceived',
  'packRefused',
  'packLeft',
  'erased',
  'stopped',
  'retry',
  'needsPerson',
  'quarantine',
] as const

const lineSchema = v.object({
  at: v.number(),
  kind: v.picklist(unitSyncEvents),
  /** How many, of what is counted. */
  count: v.exactOptional(v.number()),
  /** The person or unit it is about. */
  name: v.exactOptional(v.string()),
  /** Who did it, of what somebody takes away. */
  by: v.exactOptional(v.string()),
  error: v.exactOptional(storedErrorSchema),
})

/** One line of the unit's sync log. */
export type UnitSyncLine = v.InferOutput<typeof lineSchema>

/** What happened, before its time is noted. */
export type UnitSyncEvent = Omit<UnitSyncLine, 'at'>

const logId = 'log'
const mostLines = 300
const linesSchema = v.array(lineSchema)
const counted: ReadonlySet<string> = new Set(['arrived', 'theirs', 'sent'])

const isSame = (a: UnitSyncLine, b: UnitSyncEvent): boolean =>
  a.kind === b.kind && a.name === b.name && a.by === b.by && a.error?.code === b.error?.code

/** The log, newest first. */
export async function readSyncLog(rows: Pick<UnitSyncStorage, 'get'>): Promise<Result<readonly UnitSyncLine[]>> {
  const stored = await rows.get(logId, linesSchema)
  return stored.ok ? ok(stored.value ?? []) : stored
}

/**
 * Writes a line; one that goes on with the one before takes its place, with both counts. A log that cannot be read is
 * left alone, without the line.
 */
export async function noteInSyncLog(
  rows: Pick<UnitSyncStorage, 'get' | 'put'>,
  event: UnitSyncEvent,
  at: number,
): Promise<Result<readonly UnitSyncLine[]>> {
  const read = await readSyncLog(rows)
  if (!read.ok) return read
  const lines = read.value
  const [last] = lines
  const goesOn = last !== undefined && isSame(last, event)
  const count = goesOn && counted.has(event.kind) ? (last.count ?? 0) + (event.count ?? 0) : event.count
  const line: UnitSyncLine = { ...event, at, ...(count !== undefined && { count }) }
  const next = [line, ...(goesOn ? lines.slice(1) : lines)].slice(0, mostLines)
  const written = await rows.put(logId, next)
  return written.ok ? ok(next) : written
}

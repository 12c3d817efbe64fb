import { type LogMark, markOf, placeOfMark, startOfLog } from '#core/sync/log-mark.ts'
import type { Reader } from './database.ts'

async function hashAt(reader: Reader, position: number): Promise<string | undefined> {
  const entry = reader.selectFrom('log_entry').select('hash').where('position', '=', position)
  return (await entry.executeTakeFirst())?.hash
}

/** Whether this log goes on from what somebody saw of it; one that was restored from an older backup may not. */
export async function goesOnFrom(reader: Reader, mark: LogMark): Promise<boolean> {
  const { position, hash } = placeOfMark(mark)
  return position === 0 ? mark === startOfLog : (await hashAt(reader, position)) === hash
}

/** The mark of a place in the log; nothing beyond its end. */
export async function markAt(reader: Reader, position: number): Promise<LogMark | undefined> {
  if (position === 0) return startOfLog
  const hash = await hashAt(reader, position)
  return hash === undefined ? undefined : markOf({ position, hash })
}

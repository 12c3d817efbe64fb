import type { Writer } from './database.ts'
import { appendLog, holdLog, type LogFacts, type LogPlace } from './log.ts'

/** Takes the end of the log and appends to it. */
export async function appendToLog(writer: Writer, entries: readonly LogFacts[]): Promise<readonly LogPlace[]> {
  return entries.length === 0 ? [] : appendLog(writer, await holdLog(writer), entries)
}

import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { storedErrorSchema } from '#app/platform/storage/stored-error.ts'

const syncEvents = [
  'delivered',
  'retry',
  'needsPerson',
  'quarantine',
  'returned',
  'slipLeft',
  'slipWaits',
  'told',
  'lost',
] as const

const lineSchema = v.object({
  at: v.number(),
  kind: v.picklist(syncEvents),
  personName: v.string(),
  revision: v.number(),
  error: v.exactOptional(storedErrorSchema),
  /** Where the submission stands with the unit. */
  standing: v.exactOptional(v.string()),
})

/** One line of the sync log. */
export type SyncLine = v.InferOutput<typeof lineSchema>

/** What happened between this device and its servers, for the person to read. The queue itself forgets nothing. */
export interface SyncLog {
  /** Newest first. */
  list(): Promise<readonly SyncLine[]>
  /**
   * Leaves the line out where it finds no room: what it tells of goes on. Of a draft that is behind a passphrase by now it
   * names nobody, however the line was put together.
   */
  append(line: SyncLine, about?: { readonly draftId: string }): Promise<void>
}

const key = 'sync log'
const mostLines = 300
const linesSchema = v.fallback(v.array(lineSchema), [])

/** A line that only repeats the one before it takes its place. */
const repeats = (line: SyncLine, last: SyncLine | undefined): boolean =>
  last?.kind === line.kind &&
  last.personName === line.personName &&
  last.revision === line.revision &&
  last.error?.code === line.error?.code &&
  last.standing === line.standing

/** Takes the names out of the log that may not be told; called within the transaction that locks a record. */
export async function hideInSyncLog(
  settings: CaibaoDatabase['settings'],
  isHidden: (name: string) => boolean,
): Promise<void> {
  const lines = v.parse(linesSchema, (await settings.get(key))?.value)
  const named = lines.filter(({ personName }) => personName !== '' && isHidden(personName))
  // A log that is not read, because a later version wrote it, is not written over either.
  if (named.length === 0) return
  // Just read and nobody else's: they may be changed as they are.
  for (const line of named) line.personName = ''
  await settings.put({ key, value: lines })
}

/** The log among the settings of this device. */
export function dexieSyncLog({ settings, locks }: Pick<CaibaoDatabase, 'settings' | 'locks'>): SyncLog {
  const read = async (): Promise<readonly SyncLine[]> => v.parse(linesSchema, (await settings.get(key))?.value)
  return {
    list: read,
    append: (written, about) =>
      settings.db
        .transaction('rw', settings, locks, async () => {
          // Looked up amid the writing: whatever locks the draft later finds the name here and takes it away.
          const isLocked = about !== undefined && (await locks.get(about.draftId)) !== undefined
          const line = isLocked ? { ...written, personName: '' } : written
          const lines = await read()
          const kept = repeats(line, lines[0]) ? lines.slice(1) : lines
          await settings.put({ key, value: [line, ...kept].slice(0, mostLines) })
        })
        .catch(() => undefined),
  }
}

import type { Dexie, Table } from 'dexie'
import type { CaibaoDatabase } from './caibao-database.ts'
import { beginNewLog } from './new-log.ts'
import type { StorageHealthDesk } from './storage-health.ts'

const backoffMs = 300

/** Where a database has the mark that tells it from one that is made anew under its name. */
export interface BirthMark {
  readonly table: Table
  readonly read: () => Promise<unknown>
  /** Gives it this mark; whether it has it now. */
  readonly write: (mark: string) => Promise<boolean>
}

/** Where it is told that a database was erased, and how whatever was to be done in it fails from then on. */
interface Teller {
  readonly trouble: StorageHealthDesk['trouble']
  readonly report: (trouble: 'erased') => void
  readonly failure: () => Error
}

/** What tells this database from one that is made anew under its name; none where there is nothing to tell apart yet. */
function birthOf(database: Dexie, mark: BirthMark): Promise<unknown> {
  return database.transaction('rw', mark.table, async () => {
    const known = await mark.read()
    if (known !== undefined) return known
    const value = crypto.randomUUID()
    return (await mark.write(value)) ? value : undefined
  })
}

/**
 * A browser that clears the data of a site tells nobody: it closes what is open, and the next to open it gets an empty
 * database. Looked for at once, and before anything else is done in a database that was opened again. Hands back what
 * the database is told by, so that others compare it with that (`known`); nothing where it could not begin.
 */
export async function watchBirthMark(
  database: Dexie,
  mark: BirthMark,
  tell: Teller,
  known?: unknown,
): Promise<unknown> {
  // Where nothing can be read or written, each save says so itself.
  const born = known ?? (await birthOf(database, mark).catch(() => undefined))
  if (born === undefined) return undefined

  async function openAgain(): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, backoffMs)
    })
    // Closed because a write failed, perhaps: what that left at the end of the log is not to be written behind.
    void beginNewLog()
    if ((tell.trouble() ?? 'silent') === 'silent') await database.open()
  }

  async function look(): Promise<void> {
    if ((await mark.read()) === born)
      return database.backendDB().addEventListener('close', () => void openAgain().catch(() => undefined))
    tell.report('erased')
    throw tell.failure()
  }

  database.on('ready', look, true)
  // Erased in the tools of the browser, or by another page of the site.
  database.on('versionchange', ({ newVersion }: IDBVersionChangeEvent) => {
    if (newVersion === null) tell.report('erased')
  })
  return born
}

const bornKey = 'born'

/** Looks out for the database of the drafts. */
export const watchForErasure = (
  database: CaibaoDatabase,
  { trouble, report }: Pick<StorageHealthDesk, 'trouble' | 'report'>,
): Promise<unknown> =>
  watchBirthMark(
    database,
    {
      table: database.settings,
      read: async () => (await database.settings.get(bornKey))?.value,
      write: async (value) => (await database.settings.put({ key: bornKey, value })) === bornKey,
    },
    { trouble, report, failure: () => new DOMException('erased by the browser', 'NotFoundError') },
  )

import type { CaibaoDatabase } from './caibao-database.ts'
import type { StorageHealthDesk } from './storage-health.ts'

const bornKey = 'born'
const backoffMs = 300

/** What tells this database from one that is made anew under its name. */
function birthOf(database: CaibaoDatabase): Promise<unknown> {
  return database.transaction('rw', database.settings, async () => {
    const known = await database.settings.get(bornKey)
    if (known) return known.value
    const value = crypto.randomUUID()
    await database.settings.put({ key: bornKey, value })
    return value
  })
}

/**
 * A browser that clears the data of a site tells nobody: it closes what is open, and the next to open it gets an empty
 * database. Looked for at once, and before anything else is done in a database that was opened again.
 */
export async function watchForErasure(
  database: CaibaoDatabase,
  health: Pick<StorageHealthDesk, 'trouble' | 'report'>,
): Promise<void> {
  // Where nothing can be read or written, each save says so itself.
  const born = await birthOf(database).catch(() => undefined)
  if (born === undefined) return

  async function openAgain(): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, backoffMs)
    })
    if ((health.trouble() ?? 'silent') === 'silent') await database.open()
  }

  async function look(): Promise<void> {
    const found = await database.settings.get(bornKey)
    if (found?.value === born)
      return database.backendDB().addEventListener('close', () => void openAgain().catch(() => undefined))
    health.report('erased')
    throw new DOMException('erased by the browser', 'NotFoundError')
  }

  database.on('ready', look, true)
}

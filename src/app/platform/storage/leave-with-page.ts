import type { DBCore, DBCoreTransaction, Dexie } from 'dexie'

/**
 * WebKit keeps a page that is left as it stands, to go back to it, and with it the locks of whatever the page was
 * just doing in the database: then no page gets an answer any more (ADR 0150). Dexie lets its connections go by
 * itself; what still runs is undone here, all or nothing as when a page is closed, and may be done again on coming back.
 */
const running = new Set<DBCoreTransaction>()
/** Databases that are just being opened, and perhaps made: that, too, would be kept as it stands. */
const opening = new Map<IDBOpenDBRequest, string>()
/** Whose making was undone. */
const undone = new Set<string>()
let departures = 0
let back: Promise<void> | undefined

function tryAbort(transaction: Pick<IDBTransaction, 'abort'>): void {
  try {
    transaction.abort()
  } catch {
    // Already committing: it ends by itself.
  }
}

function undoMaking({ transaction }: IDBOpenDBRequest, name: string): void {
  if (!transaction) return
  undone.add(name)
  tryAbort(transaction)
}

function leave(event: Event): void {
  // In a worker, where nothing is hidden, the event has no such word.
  if (!(event instanceof PageTransitionEvent && event.persisted)) return
  departures += 1
  back = new Promise((resolve) => {
    const comeBack = (): void => {
      back = undefined
      resolve()
    }
    addEventListener('pageshow', comeBack, { once: true })
  })
  for (const transaction of running) tryAbort(transaction)
  for (const [request, name] of opening) undoMaking(request, name)
}

/**
 * The browser's databases: the making of one ends when the page is put aside, as if it had not begun, and one that a
 * newer version of the app wrote is not opened.
 */
export const leavingIndexedDB = (
  onNewer?: () => void,
): Pick<IDBFactory, 'open' | 'deleteDatabase' | 'databases' | 'cmp'> => ({
  open(name, version) {
    // What is newer Dexie opens in whatever version it is, as if it knew it; this app does not touch it.
    if (version === undefined) {
      onNewer?.()
      throw new DOMException('written by a newer version', 'VersionError')
    }
    const request = indexedDB.open(name, version)
    opening.set(request, name)
    for (const kind of ['success', 'error']) request.addEventListener(kind, () => opening.delete(request))
    request.addEventListener('upgradeneeded', () => {
      if (back) undoMaking(request, name)
    })
    return request
  },
  deleteDatabase: (name) => indexedDB.deleteDatabase(name),
  databases: () => indexedDB.databases(),
  cmp: (first, second) => indexedDB.cmp(first, second),
})

/** Hears of a piece of work in the database when it begins; the answer is called when it ends. */
export type WorkListener = () => () => void

/** Whatever runs in the database ends when the page is put aside. */
export function leaveWithPage(database: Dexie, onWork?: WorkListener): void {
  addEventListener('pagehide', leave)
  // Dexie holds a failure to open against the database until it is asked once more.
  addEventListener('pageshow', () => {
    if (undone.delete(database.name)) void database.open().catch(() => undefined)
  })
  database.use({
    stack: 'dbcore',
    name: 'leave-with-page',
    create: (core: DBCore): DBCore => ({
      ...core,
      transaction(stores, mode, options) {
        const transaction = core.transaction(stores, mode, options)
        const isOver = onWork?.()
        const end = (): void => {
          running.delete(transaction)
          isOver?.()
        }
        running.add(transaction)
        if (transaction instanceof IDBTransaction)
          for (const kind of ['complete', 'abort']) transaction.addEventListener(kind, end)
        if (back) tryAbort(transaction)
        return transaction
      },
    }),
  })
}

/** While the page is put aside: resolves when it is back. */
export const whileAway = (): Promise<void> | undefined => back

/** How often the page was put aside; who sees it grow knows why its work was undone. */
export const departuresSoFar = (): number => departures

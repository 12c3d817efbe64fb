import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { Draft, DraftStorage, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import type { StorageTrouble } from '#app/platform/storage/storage-health.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'

const lost = (): never => {
  throw new DOMException(
    'Attempt to get a record from database without an in-progress transaction: Connection to Indexed Database server lost.',
    'UnknownError',
  )
}

let database: CaibaoDatabase
let storage: DraftStorage
let draft: Draft
let trouble: StorageTrouble | undefined
let unanswered = 0
let failures = 0
beforeEach(async () => {
  trouble = undefined
  unanswered = 0
  failures = 0
  // Dexie takes hold of the function when it opens: it is replaced before.
  // eslint-disable-next-line typescript/unbound-method -- called with `this` below
  const { transaction } = IDBDatabase.prototype
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function open(this: IDBDatabase, ...given) {
    if (failures > 0) {
      failures -= 1
      lost()
    }
    return transaction.apply(this, given)
  })
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  storage = dexieDraftStorage(database, tickingClock(), {
    trouble: () => trouble,
    onWork() {
      unanswered += 1
      return () => (unanswered -= 1)
    },
  })
  draft = must(await storage.create(aNewDraft('甲')))
})
afterEach(async () => {
  vi.restoreAllMocks()
  database.close()
  await Dexie.delete(database.name)
})

test('a lost connection is opened again, and the save goes through', async () => {
  failures = 1
  const saved = must(await storage.save(draft.id, 1, aDraftChange(draft, '乙')))
  expect(failures).toBe(0)
  expect(saved.revision).toBe(2)
  expect(must(await storage.load(draft.id)).record.basic['name']).toBe('乙')
})

test('a save whose answer was lost after the commit is not taken for a conflict', async () => {
  const change = aDraftChange(draft, '乙')
  const transaction = database.transaction.bind(database)
  vi.spyOn(database, 'transaction').mockImplementationOnce((...given: unknown[]) =>
    Reflect.apply(transaction, database, given).then(lost),
  )
  expect(must(await storage.save(draft.id, 1, change)).revision).toBe(2)
  expect(await storage.save(draft.id, 1, aDraftChange(draft, '丙'))).toMatchObject({
    error: { code: 'DRAFT_CONFLICT' },
  })
})

test('a connection that stays lost is an error, never a save', async () => {
  failures = Number.POSITIVE_INFINITY
  const saved = await storage.save(draft.id, 1, aDraftChange(draft, '乙'))
  expect(saved).toMatchObject({ ok: false, error: { code: 'STORAGE_WRITE_FAILED' } })
  failures = 0
  expect(must(await storage.load(draft.id))).toEqual(draft)
})

test('a save that failed after its commit is found done when it is tried again later', async () => {
  const change = aDraftChange(draft, '乙')
  const transaction = database.transaction.bind(database)
  vi.spyOn(database, 'transaction').mockImplementationOnce((...given: unknown[]) =>
    Reflect.apply(transaction, database, given).then(() => {
      failures = Number.POSITIVE_INFINITY
      return lost()
    }),
  )
  expect(await storage.save(draft.id, 1, change)).toMatchObject({ error: { code: 'STORAGE_WRITE_FAILED' } })
  failures = 0
  expect(must(await storage.save(draft.id, 1, change)).revision).toBe(2)
})

const handIn = (digest: string) => {
  const submission: StoredSubmission = { ...anEntry({ draftId: draft.id, digest }), createdAt: 1 }
  return storage.addSubmission(draft.id, 1, submission, anEntry({ draftId: draft.id, digest }))
}
const handedIn = async (): Promise<readonly [submissions: number, onTheirWay: number]> => [
  await database.submissions.count(),
  await database.outbox.count(),
]

test('a submission whose answer was lost after the commit is kept, once, and told so', async () => {
  const transaction = database.transaction.bind(database)
  vi.spyOn(database, 'transaction').mockImplementationOnce((...given: unknown[]) =>
    Reflect.apply(transaction, database, given).then(lost),
  )
  const added = must(await handIn('aaaa'))
  expect(added.draft.handedIn).toEqual({ revision: 1, digest: 'aaaa', draftRevision: 1 })
  expect(must(await storage.load(draft.id))).toEqual(added.draft)
  expect(await handedIn()).toEqual([1, 1])
})

test('a page that does not know of it signs no second one of the same revision', async () => {
  const transaction = database.transaction.bind(database)
  vi.spyOn(database, 'transaction').mockImplementationOnce((...given: unknown[]) =>
    Reflect.apply(transaction, database, given).then(() => {
      failures = Number.POSITIVE_INFINITY
      return lost()
    }),
  )
  expect(await handIn('aaaa')).toMatchObject({ error: { code: 'STORAGE_WRITE_FAILED' } })
  failures = 0
  expect(await handIn('bbbb')).toMatchObject({ error: { code: 'DRAFT_CONFLICT' } })
  expect(must(await handIn('aaaa')).draft.handedIn?.digest).toBe('aaaa')
  expect(await handedIn()).toEqual([1, 1])
})

test('one that was long in answering is opened again too, and what opening takes is counted', async () => {
  trouble = 'silent'
  failures = 1
  let whileOpening = 0
  const open = database.open.bind(database)
  vi.spyOn(database, 'open').mockImplementation(() => {
    whileOpening = unanswered
    return open()
  })
  expect(must(await storage.save(draft.id, 1, aDraftChange(draft, '乙'))).revision).toBe(2)
  expect([whileOpening, unanswered]).toEqual([1, 0])
})

test.each(['outdated', 'blocked', 'erased', 'session-only'] as const)(
  'a database that is %s stays closed',
  async (found) => {
    trouble = found
    database.close()
    expect((await storage.save(draft.id, 1, aDraftChange(draft, '乙'))).ok).toBe(false)
    expect(database.isOpen()).toBe(false)
  },
)

test('one that is erased while it waits to be opened again is not made anew', async () => {
  // Nothing else is on its way.
  await vi.waitUntil(async () => (await database.settings.get('persistence')) !== undefined, 10_000)
  failures = 1
  const close = database.close.bind(database)
  const isClosed = new Promise<void>((resolve) => {
    vi.spyOn(database, 'close').mockImplementation((how) => {
      close(how)
      resolve()
    })
  })
  const saving = storage.save(draft.id, 1, aDraftChange(draft, '乙'))
  await isClosed
  trouble = 'erased'
  await Dexie.delete(database.name)
  expect(await saving).toMatchObject({ error: { code: 'STORAGE_WRITE_FAILED' } })
  expect(await Dexie.exists(database.name)).toBe(false)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDraftDesk } from '#app/individual/stores/draft-desk.ts'
import { draftStorageWithLocks } from '#app/platform/lock/draft-storage-with-locks.ts'
import { type LockedDrafts, openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { standStillWhenAsked } from '#app/platform/lock/stand-still.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { dexieRevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { createStorageHealth } from '#app/platform/storage/storage-health.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

const passphrase = '三月桃花水满江'
let database: CaibaoDatabase
let locks: LockedDrafts
let storage: DraftStorage
beforeEach(() => {
  const clock = tickingClock()
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  locks = openLockedDrafts(database, clock)
  const isAny = async (): Promise<boolean> => (await database.locks.count()) > 0
  storage = draftStorageWithLocks(dexieDraftStorage(database, clock), () => Promise.resolve(locks), isAny)
})
afterEach(() => database.delete())

async function aLockedDraft(): Promise<string> {
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  must(await locks.lock(id, passphrase))
  return id
}

const openRows = async (): Promise<string> =>
  JSON.stringify([await database.drafts.toArray(), await database.revisions.toArray()])

describe('a draft made of a locked one', () => {
  test('never lies open, and the same passphrase opens it', async () => {
    const madeOf = await aLockedDraft()
    must(await locks.unlock(madeOf, passphrase))
    const copy = must(await storage.create({ ...aNewDraft('韦晓莉'), madeOf }))
    await dexieRevisionStorage(database).keepImported(copy)
    expect(await openRows()).toBe('[[],[]]')
    expect(must(await storage.load(copy.id)).record.basic['name']).toBe('韦晓莉')
    locks.closeAll()
    expect(await storage.load(copy.id)).toMatchObject({ ok: false, error: { code: 'DRAFT_LOCKED' } })
    must(await locks.unlock(copy.id, passphrase))
    must(await locks.remove(copy.id))
    expect(must(await storage.load(copy.id)).record.basic['name']).toBe('韦晓莉')
    expect(must(await storage.list()).map(({ kind }) => kind)).toEqual(['draft', 'locked'])
  })

  test('is not made while that one is closed', async () => {
    const madeOf = await aLockedDraft()
    const made = await storage.create({ ...aNewDraft('韦晓莉'), madeOf })
    expect(made).toMatchObject({ ok: false, error: { code: 'DRAFT_LOCKED' } })
    expect(await openRows()).toBe('[[],[]]')
  })

  test('is in the open when that one is, beside others that are locked', async () => {
    await aLockedDraft()
    const open = must(await storage.create(aNewDraft('黄大明')))
    const copy = must(await storage.create({ ...aNewDraft('黄大明'), madeOf: open.id }))
    await dexieRevisionStorage(database).keepImported(copy)
    expect(await database.drafts.count()).toBe(2)
    expect(await dexieRevisionStorage(database).imported(copy.id)).toBeDefined()
  })
})

test('a page that comes back from where it was put aside leaves what was locked meanwhile', async () => {
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  const platform = { storage, storageHealth: createStorageHealth(), clock: tickingClock() }
  let isLeft = false
  const desk = must(
    await openDraftDesk(id, platform, () => {
      isLeft = true
    }),
  )
  // One that is put aside has let go of its pen: nobody waits for it.
  standStillWhenAsked((asked) => (asked === id ? Promise.resolve(true) : undefined))
  must(await openLockedDrafts(database, tickingClock()).lock(id, passphrase))
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.poll(() => isLeft).toBe(true)
  await desk.close()
})

describe('a locked draft whose text was damaged', () => {
  const damage = { iv: 'AAAAAAAAAAAAAAAA', sealed: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }

  test('is not called open by its passphrase, and can be taken out as it lies', async () => {
    const id = await aLockedDraft()
    await database.locks.update(id, { draft: damage })
    expect(await locks.unlock(id, passphrase)).toMatchObject({ ok: false, error: { code: 'DRAFT_UNREADABLE' } })
    const [entry] = must(await storage.list())
    expect(entry).toMatchObject({ kind: 'unreadable', id })
    expect(entry?.kind === 'unreadable' && entry.raw).toContain(damage.sealed)
  })

  test('loses no submission that only cannot be read', async () => {
    const id = await aLockedDraft()
    await database.locks.update(id, { submissions: damage })
    must(await locks.unlock(id, passphrase))
    const submission = { digest: 'd', draftId: id, revision: 1, fileName: 'f', text: 't', createdAt: 1, personName: '' }
    const { revision } = must(await storage.load(id))
    const unreadable = { ok: false, error: { code: 'DRAFT_UNREADABLE' } }
    expect(await storage.addSubmission(id, revision, submission, anEntry({ digest: 'd', draftId: id }))).toMatchObject(
      unreadable,
    )
    expect(await locks.remove(id)).toMatchObject(unreadable)
    expect(await database.locks.get(id)).toMatchObject({ submissions: damage })
  })
})

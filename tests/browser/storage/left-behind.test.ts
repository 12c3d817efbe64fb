import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { takingLeftBehind } from '#app/platform/storage/left-behind.ts'
import { fail, ok } from '#core/errors/result.ts'
import database2 from '#tests/fixtures/storage/database-2.json'
import frozen from '#tests/fixtures/storage/left-behind-1.json'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

const laidAside = (): readonly string[] => Object.keys(localStorage).filter((key) => key.startsWith('caibao.left.'))

describe('what a page was left amid', () => {
  let database: CaibaoDatabase
  beforeEach(() => {
    localStorage.clear()
    database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  })
  afterEach(async () => {
    database.close()
    await Dexie.delete(database.name)
  })

  /** A draft that one page has open, and the storage of the page after it. */
  async function opened() {
    const [page, next] = [dexieDraftStorage(database, tickingClock()), dexieDraftStorage(database, tickingClock())]
    const { id } = must(await page.create(aNewDraft('韦')))
    const draft = must(await page.load(id))
    return { page, next, draft }
  }

  test('is saved when the draft is loaded next, once', async () => {
    const { page, next, draft } = await opened()
    page.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), false)
    expect(must(await next.load(draft.id))).toMatchObject({
      ...aDraftChange(draft, '韦晓莉'),
      revision: draft.revision + 1,
    })
    expect(laidAside()).toEqual([])
    expect(must(await next.load(draft.id)).revision).toBe(draft.revision + 1)
  })

  test('is saved, also as it was laid aside before', async () => {
    const [draft] = database2.stores.drafts.rows
    await database.table('drafts').add(draft)
    const { key, value } = frozen
    localStorage.setItem(key, JSON.stringify(value))
    const { base, record } = value
    const storage = dexieDraftStorage(database, tickingClock())
    expect(must(await storage.load(record.id))).toMatchObject({ record, revision: base + 1 })
    expect(laidAside()).toEqual([])
  })

  test.each([false, true])(
    'is saved, whether the write it was left amid came to its end or not (%s)',
    async (isDone) => {
      const { page, next, draft } = await opened()
      page.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), true)
      // Past the page, which did not live to hear of it.
      if (isDone)
        await database.drafts.update(draft.id, { ...aDraftChange(draft, '韦晓'), revision: draft.revision + 1 })
      expect(must(await next.load(draft.id))).toMatchObject(aDraftChange(draft, '韦晓莉'))
      expect(laidAside()).toEqual([])
    },
  )

  test('goes with its draft when the month since that was removed is over, and with no other', async () => {
    const { page, next, draft } = await opened()
    const other = must(await page.create(aNewDraft('黄大明')))
    must(await page.load(other.id))
    for (const left of [draft, other]) page.leave(left.id, left.revision, aDraftChange(left, '韦晓莉'), false)
    must(await next.remove(draft.id))
    expect(must(await next.purge(Number.MAX_SAFE_INTEGER))).toBe(1)
    expect(laidAside()).toEqual([`caibao.left.${other.id}`])
  })

  test('is forgotten when the page came back and saved it, or something newer', async () => {
    const { page, next, draft } = await opened()
    page.leave(draft.id, draft.revision, aDraftChange(draft, '韦'), false)
    must(await page.save(draft.id, draft.revision, aDraftChange(draft, '韦晓莉')))
    expect(laidAside()).toEqual([])
    page.leave(draft.id, draft.revision, aDraftChange(draft, '旧'), false)
    expect(must(await next.load(draft.id))).toMatchObject(aDraftChange(draft, '韦晓莉'))
    expect(laidAside()).toEqual([])
  })

  test('stays aside while the disk takes nothing', async () => {
    const { page, draft } = await opened()
    const full = takingLeftBehind({
      ...page,
      load: async () => ok(draft),
      save: async () => fail('STORAGE_FULL', { reason: 'full' }),
    })
    page.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), false)
    expect(must(await full.load(draft.id)).revision).toBe(draft.revision)
    expect(laidAside()).toHaveLength(1)
  })

  test('is not laid open of a draft that does not lie here in the open', async () => {
    const { page, draft } = await opened()
    await database.drafts.delete(draft.id)
    await page.load(draft.id)
    page.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), false)
    page.leave('another', 1, aDraftChange(draft, '韦晓莉'), false)
    expect(laidAside()).toEqual([])
  })

  test('is nothing when it cannot be read', async () => {
    const { page, draft } = await opened()
    localStorage.setItem(`caibao.left.${draft.id}`, `{"base":${draft.revision},"record":[]}`)
    expect(must(await page.load(draft.id))).toEqual(draft)
  })
})

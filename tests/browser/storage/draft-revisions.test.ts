import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { dexieRevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import type { KeepReason } from '#app/platform/storage/draft-storage.ts'
import { keepRevision } from '#app/platform/storage/keep-revision.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

let database: CaibaoDatabase
beforeEach(() => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
})
afterEach(async () => {
  const { name } = database
  database.close()
  await Dexie.delete(name)
})

async function workOn(saves: readonly (KeepReason | undefined)[]) {
  const drafts = dexieDraftStorage(database, tickingClock())
  const created = must(await drafts.create(aNewDraft('韦')))
  let draft = created
  for (const [index, keep] of saves.entries()) {
    draft = must(await drafts.save(draft.id, draft.revision, aDraftChange(draft, `第${index}次`), keep))
  }
  return { drafts, id: created.id, kept: must(await dexieRevisionStorage(database).list(created.id)) }
}

describe('the history of a draft', () => {
  test('keeps what a save leaves behind, only when it is asked to', async () => {
    const { kept } = await workOn([undefined, undefined, 'opened', undefined, 'worked'])
    expect(kept.map(({ reason, record }) => [reason, record.basic['name']])).toEqual([
      ['worked', '第3次'],
      ['opened', '第1次'],
    ])
  })

  test('knows what was handed in as that, also after the form was opened and typed into again', async () => {
    const drafts = dexieDraftStorage(database, tickingClock())
    const draft = must(await drafts.create(aNewDraft('韦')))
    await keepRevision(database, draft, 'handedIn')
    must(await drafts.save(draft.id, draft.revision, aDraftChange(draft, '韦晓'), 'opened'))
    const kept = must(await dexieRevisionStorage(database).list(draft.id))
    expect(kept.map(({ reason }) => reason)).toEqual(['handedIn'])
  })

  test('keeps at most fifty states, and what was handed in or imported longest', async () => {
    const { kept } = await workOn([
      undefined,
      'imported',
      'handedIn',
      ...Array.from({ length: 70 }, () => 'worked' as const),
    ])
    expect(kept.length).toBe(50)
    expect(kept.filter(({ reason }) => reason === 'handedIn' || reason === 'imported').length).toBe(2)
  })

  test('gives way to what was typed where there is no room for both, but not to a restore', async () => {
    database.revisions.hook('creating', () => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    const { drafts, id, kept } = await workOn([undefined, 'opened', 'worked'])
    expect(kept).toEqual([])
    const draft = must(await drafts.load(id))
    expect(draft.record.basic['name']).toBe('第2次')
    const refused = await drafts.save(id, draft.revision, aDraftChange(draft, '第3次'), 'beforeRestore')
    expect(refused).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } })
    expect(must(await drafts.load(id))).toEqual(draft)
  })

  test('keeps nothing of an empty record', async () => {
    const drafts = dexieDraftStorage(database, tickingClock())
    const { record, ...fresh } = aNewDraft('韦')
    const blank = { ...record, basic: {}, education: [], titles: [], qualifications: [], awards: [], honors: [] }
    const created = must(await drafts.create({ ...fresh, record: blank }))
    must(await drafts.save(created.id, 1, aDraftChange(created, '韦'), 'opened'))
    expect(must(await dexieRevisionStorage(database).list(created.id))).toEqual([])
  })

  test('a refused save keeps nothing', async () => {
    const { drafts, id } = await workOn([undefined])
    const draft = must(await drafts.load(id))
    const refused = await drafts.save(id, 99, aDraftChange(draft, '黄'), 'opened')
    expect(refused.ok).toBe(false)
    expect(must(await dexieRevisionStorage(database).list(id))).toEqual([])
  })

  test('goes when the removed draft is erased', async () => {
    const { drafts, id } = await workOn([undefined, 'opened'])
    await drafts.remove(id)
    must(await drafts.purge(Number.MAX_SAFE_INTEGER))
    expect(await database.revisions.count()).toBe(0)
  })

  test('what cannot be read is left out and stays', async () => {
    const { id } = await workOn([undefined, 'opened'])
    await database.revisions.put({ draftId: id, revision: 77, at: 'gestern' })
    expect(must(await dexieRevisionStorage(database).list(id)).length).toBe(1)
    expect(await database.revisions.count()).toBe(2)
  })
})

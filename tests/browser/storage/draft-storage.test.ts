import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { Draft, DraftStorage, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

interface Kept {
  readonly storage: DraftStorage
  /** Another tab's way to the same drafts. */
  readonly other: DraftStorage
  /** Puts something into the store of drafts that this app never wrote. */
  readonly plant: (row: { readonly id: string }) => Promise<void>
  readonly rawOf: (id: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

function inIndexedDb(): Kept {
  const name = `test-${crypto.randomUUID()}`
  const clock = tickingClock()
  const first = openCaibaoDatabase(name)
  const second = openCaibaoDatabase(name)
  return {
    storage: dexieDraftStorage(first, clock),
    other: dexieDraftStorage(second, clock),
    plant: async (row) => void (await first.drafts.put({ ...row })),
    rawOf: (id) => first.drafts.get(id),
    async close() {
      first.close()
      second.close()
      await Dexie.delete(name)
    },
  }
}

function inMemory(): Kept {
  const rows = new Map<string, { readonly id: string }>()
  const storage = memoryDraftStorage(tickingClock(), rows)
  return {
    storage,
    other: storage,
    plant: async (row) => void rows.set(row.id, row),
    rawOf: async (id) => rows.get(id),
    close: async () => undefined,
  }
}

const submissionOf = (draft: Draft, digest: string): StoredSubmission => ({
  digest,
  draftId: draft.id,
  revision: 1,
  fileName: '韦.rpu',
  text: '{}',
  createdAt: 5,
  personName: '韦',
})

const onItsWay = ({ digest, draftId }: StoredSubmission) => anEntry({ digest, draftId })

describe.each([
  { place: 'IndexedDB', open: inIndexedDb },
  { place: 'memory', open: inMemory },
])('drafts kept in $place', ({ open }) => {
  let kept: Kept
  let storage: DraftStorage
  beforeEach(() => {
    kept = open()
    storage = kept.storage
  })
  afterEach(() => kept.close())

  test('a draft comes back as it was put in, with revision 1', async () => {
    const fresh = aNewDraft('韦晓莉')
    const created = must(await storage.create(fresh))
    expect(created).toMatchObject({ record: fresh.record, revision: 1, handedIn: null, deletedAt: null })
    expect(must(await kept.other.load(fresh.id))).toEqual(created)
  })

  test('a second draft of the same id is refused and the first stays', async () => {
    const fresh = aNewDraft('甲')
    const created = must(await storage.create(fresh))
    const again = await storage.create({ ...fresh, record: { ...fresh.record, basic: { name: '乙' } } })
    expect(again.ok).toBe(false)
    expect(must(await storage.load(fresh.id))).toEqual(created)
  })

  test('a save counts the revision, and only over the revision it was made from', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const saved = must(await storage.save(draft.id, 1, aDraftChange(draft, '乙')))
    expect(saved.revision).toBe(2)
    const late = await kept.other.save(draft.id, 1, aDraftChange(draft, '丙'))
    expect(late).toEqual({ ok: false, error: { code: 'DRAFT_CONFLICT', params: { expected: 1, found: 2 } } })
    expect(must(await storage.load(draft.id))).toEqual(saved)
  })

  test('what is not there is said to be missing', async () => {
    const { id } = aNewDraft('甲')
    for (const result of [await storage.load(id), await storage.remove(id), await storage.restore(id)]) {
      expect(result).toMatchObject({ ok: false, error: { code: 'DRAFT_MISSING' } })
    }
  })

  test('lists what was saved last first', async () => {
    const drafts: Draft[] = []
    for (const name of ['甲', '乙', '丙']) drafts.push(must(await storage.create(aNewDraft(name))))
    const [first] = drafts
    if (!first) throw new Error('no draft')
    must(await storage.save(first.id, 1, aDraftChange(first, '甲改')))
    const names = must(await storage.list()).map((entry) =>
      entry.kind === 'draft' ? entry.draft.record.basic['name'] : entry.id,
    )
    expect(names).toEqual(['甲改', '丙', '乙'])
  })

  test('a row that cannot be read is listed with its text, last, and never touched', async () => {
    const damaged = { id: 'damaged', record: { basic: '?' }, revision: 'three', deletedAt: 1 }
    await kept.plant(damaged)
    must(await storage.create(aNewDraft('甲')))
    const last = must(await storage.list()).at(-1)
    if (last?.kind !== 'unreadable') throw new Error('listed as readable')
    expect(JSON.parse(last.raw)).toEqual(damaged)
    expect(
      await storage.save('damaged', 3, aDraftChange(must(await storage.create(aNewDraft('乙'))), '丙')),
    ).toMatchObject({
      error: { code: 'DRAFT_UNREADABLE' },
    })
    expect(await storage.remove('damaged')).toMatchObject({ error: { code: 'DRAFT_UNREADABLE' } })
    expect(must(await storage.purge(1000))).toBe(0)
    expect(await kept.rawOf('damaged')).toEqual(damaged)
  })

  test('removed drafts come back whole, and are erased only when they were removed long enough ago', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const other = must(await storage.create(aNewDraft('乙')))
    must(await storage.remove(draft.id))
    const { deletedAt } = must(await storage.load(draft.id))
    expect(must(await storage.purge(deletedAt ?? 0))).toBe(0)
    must(await storage.restore(draft.id))
    expect(must(await storage.load(draft.id))).toEqual(draft)
    must(await storage.remove(draft.id))
    expect(must(await storage.purge(Number.MAX_SAFE_INTEGER))).toBe(1)
    expect(await storage.load(draft.id)).toMatchObject({ error: { code: 'DRAFT_MISSING' } })
    expect(must(await storage.load(other.id))).toEqual(other)
  })

  test('what was removed by a clock that is behind counts from when it was saved', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const removed = { ...draft, deletedAt: 5 }
    await kept.plant(removed)
    expect(must(await storage.purge(draft.savedAt))).toBe(0)
    expect(must(await storage.purge(draft.savedAt + 1))).toBe(1)
  })

  test('a submission and its note in the draft are written both', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const submission = submissionOf(draft, 'aaaa')
    const added = must(await storage.addSubmission(draft.id, 1, submission, onItsWay(submission)))
    expect(added.draft.handedIn).toEqual({ revision: 1, digest: 'aaaa', draftRevision: 1 })
    expect(must(await kept.other.load(draft.id))).toEqual(added.draft)
    expect(must(await storage.getSubmission('aaaa'))).toEqual(submission)
    expect(must(await storage.listSubmissions())).toEqual([submission])
  })

  test('no two of the same revision: the second page does not know of the first', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const [one, two] = [submissionOf(draft, 'aaaa'), submissionOf(draft, 'bbbb')]
    const added = must(await storage.addSubmission(draft.id, 1, one, onItsWay(one)))
    expect(await storage.addSubmission(draft.id, 1, two, onItsWay(two))).toMatchObject({
      error: { code: 'DRAFT_CONFLICT' },
    })
    expect(must(await storage.load(draft.id))).toEqual(added.draft)
    must(await storage.addSubmission(draft.id, 1, { ...two, revision: 2 }, onItsWay(two)))
    expect(must(await storage.load(draft.id)).handedIn).toEqual({ revision: 2, digest: 'bbbb', draftRevision: 1 })
  })

  test('or none: not over a changed draft, not for a missing one, not twice', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const saved = must(await storage.save(draft.id, 1, aDraftChange(draft, '乙')))
    expect(
      (await storage.addSubmission(draft.id, 1, submissionOf(draft, 'aaaa'), onItsWay(submissionOf(draft, 'aaaa')))).ok,
    ).toBe(false)
    expect(
      (await storage.addSubmission('missing', 1, submissionOf(draft, 'bbbb'), onItsWay(submissionOf(draft, 'bbbb'))))
        .ok,
    ).toBe(false)
    expect(must(await storage.listSubmissions())).toEqual([])
    expect(must(await storage.load(draft.id))).toEqual(saved)

    const added = must(
      await storage.addSubmission(draft.id, 2, submissionOf(draft, 'cccc'), onItsWay(submissionOf(draft, 'cccc'))),
    )
    must(await storage.save(draft.id, 2, aDraftChange(draft, '丙')))
    expect(
      (
        await storage.addSubmission(
          draft.id,
          3,
          { ...submissionOf(draft, 'cccc'), text: '!' },
          onItsWay({ ...submissionOf(draft, 'cccc'), text: '!' }),
        )
      ).ok,
    ).toBe(false)
    expect(must(await storage.load(draft.id)).handedIn).toEqual(added.draft.handedIn)
    expect(must(await storage.getSubmission('cccc'))?.text).toBe('{}')
  })

  test('a listener hears what another connection wrote, until it stops', async () => {
    const draft = must(await storage.create(aNewDraft('甲')))
    const [heard, heardOn]: readonly [string[], string[]] = [[], []]
    const stop = storage.watch((id) => heard.push(id))
    onTestFinished(storage.watch((id) => heardOn.push(id)))
    let { revision } = draft
    async function writeElsewhere(): Promise<void> {
      const change = aDraftChange(draft, `乙${revision}`)
      revision = must(await kept.other.save(draft.id, revision, change)).revision
    }
    // The first look at the store is what changes are measured from: what was written before it is no news.
    await expect
      .poll(async () => {
        await writeElsewhere()
        return Math.min(heard.length, heardOn.length)
      })
      .toBeGreaterThan(0)
    stop()
    const [before, beforeOn] = [heard.length, heardOn.length]
    expect(before).toBeLessThanOrEqual(revision - draft.revision)
    await expect
      .poll(async () => {
        await writeElsewhere()
        return heardOn.length
      })
      .toBeGreaterThan(beforeOn + 1)
    expect(heard).toHaveLength(before)
    expect(new Set([...heard, ...heardOn])).toEqual(new Set([draft.id]))
  })
})

import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { indexedDbKeys } from '#app/platform/keys/device-keys.ts'
import { type BackupStorage, dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { Draft, DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import { writesOf } from '#core/backup/plan-restore.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

interface Device {
  readonly database: CaibaoDatabase
  readonly backup: BackupStorage
  readonly drafts: DraftStorage
  readonly kid: () => Promise<string>
}

function aDevice(): Device {
  const database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  const clock = tickingClock()
  const keys = indexedDbKeys(database)
  return {
    database,
    backup: dexieBackupStorage(database, clock),
    drafts: dexieDraftStorage(database, clock),
    kid: async () => must(await keys.signingKey()).publicJwk.x,
  }
}

async function contentOf({ backup }: Device): Promise<BackupContent> {
  return { ...must(await backup.collect()), createdAt: '2026-11-24T04:00:00.000Z', key: await backup.privateKey() }
}

/** Everything of a device that a refused restore must leave as it was. */
async function everythingOf({ database }: Device): Promise<string> {
  const { drafts, submissions, copies, revisions, tasks, returnSlips, outbox } = database
  const stores = [drafts, submissions, copies, revisions, tasks, returnSlips, outbox]
  const keys = await database.keys.toCollection().primaryKeys()
  return JSON.stringify([keys, await Promise.all(stores.map((store) => store.toArray()))])
}

let office: Device
let home: Device
beforeEach(() => {
  office = aDevice()
  home = aDevice()
})

describe('a restore on another device', () => {
  test('gives the same drafts, rows and key; the private key still cannot be read there', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓𬱖')))
    await office.database.tasks.put({ id: 'task', text: '{}', signer: 'unit', acceptedAt: 1 })
    const kid = await office.kid()
    const content = await contentOf(office)
    const writes = content.drafts.map((lineage) => ({ ...lineage, expectedRevision: undefined }))
    must(await home.backup.apply({ content, writes, takesKey: true }))
    expect(must(await home.drafts.load(draft.id))).toEqual(draft)
    expect(await home.database.tasks.toArray()).toEqual(await office.database.tasks.toArray())
    expect(await home.kid()).toBe(kid)
    const stored = await home.database.keys.get('device')
    expect(stored?.privateKey.extractable).toBe(false)
    // And it can be carried on from there.
    expect(await home.backup.privateKey()).toEqual(content.key)
  })

  test('gives the same history, submissions, slips and receipts', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓𬱖')))
    must(await office.drafts.save(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), 'opened'))
    const standing = { name: 'delivered', receipt: { by: 'hand', at: 5 } } as const
    const { digest, state: _state, ...entry } = anEntry({ draftId: draft.id })
    const { submissions, outbox, returnSlips } = office.database
    const named = { personName: '韦晓莉', fileName: 'a.rpu', revision: 1 }
    await submissions.put({ ...named, digest, draftId: draft.id, createdAt: 1, text: '{}' })
    await outbox.put({ ...entry, digest, state: standing.name, standing })
    await returnSlips.put({ id: 'unit slip', draftId: draft.id, text: '{}', receivedAt: 1, answered: [] })
    const content = await contentOf(office)
    const writes = content.drafts.map((lineage) => ({ ...lineage, expectedRevision: undefined }))
    must(await home.backup.apply({ content, writes, takesKey: false }))
    for (const store of ['revisions', 'submissions', 'outbox', 'returnSlips'] as const) {
      const there = await office.database[store].toArray()
      expect(there, store).toHaveLength(1)
      expect(await home.database[store].toArray(), store).toEqual(there)
    }
  })

  test('lays nothing open beside what is locked here, and no lock beside what is open', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓莉')))
    const row = { draftId: draft.id, revision: 1, note: '韦晓莉' }
    await office.database.revisions.put(row)
    const lock = { id: draft.id, savedAt: 1 }
    await home.database.locks.put(lock)
    must(await home.backup.apply({ content: await contentOf(office), writes: [], takesKey: false }))
    expect(await home.database.revisions.count()).toBe(0)
    must(await office.backup.apply({ content: await contentOf(home), writes: [], takesKey: false }))
    expect(await office.database.locks.count()).toBe(0)
  })

  test('a key that stood there is put aside, not lost', async () => {
    await office.kid()
    const former = await home.kid()
    must(await home.backup.apply({ content: await contentOf(office), writes: [], takesKey: true }))
    expect(await home.kid()).toBe(await office.kid())
    const others = (await home.database.keys.toArray()).filter(({ id }) => id !== 'device')
    const [aside] = await Promise.all(others.map(({ publicKey }) => crypto.subtle.exportKey('jwk', publicKey)))
    expect(aside?.x).toBe(former)
  })

  test('a key of the first version signs on, and stays out of backups', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    await office.database.keys.put({ id: 'device', privateKey: pair.privateKey, publicKey: pair.publicKey })
    expect(await office.kid()).toBe((await crypto.subtle.exportKey('jwk', pair.publicKey)).x)
    expect(await office.backup.privateKey()).toBeNull()
  })
})

describe('a locked draft elsewhere', () => {
  const lock = { id: 'locked', savedAt: 1, draft: { iv: 'first', sealed: 'bytes' } }
  const elsewhere = async (): Promise<readonly string[]> =>
    must(await office.backup.lockedCopies()).map(
      ({ draftId, kind, isWhole }) => `${draftId} ${kind} ${isWhole ? 'whole' : 'older'}`,
    )
  beforeEach(() => office.database.locks.put(lock))

  test('counts as it is sealed once it was read back', async () => {
    const content = await contentOf(office)
    must(await office.backup.noteCopies(content, 'made'))
    expect(await elsewhere()).toEqual([])
    must(await office.backup.noteCopies(content, 'folder'))
    expect(await elsewhere()).toEqual(['locked folder whole'])
    must(await office.backup.noteCopies(content, 'file'))
    expect(await elsewhere()).toEqual(['locked folder whole', 'locked file whole'])
  })

  test('counts no longer when it was sealed anew, or is another', async () => {
    must(await office.backup.noteCopies(await contentOf(office), 'file'))
    await office.database.locks.put({ ...lock, draft: { iv: 'second', sealed: 'bytes' } })
    expect(await elsewhere()).toEqual(['locked file older'])
    await office.database.locks.put({ ...lock, id: 'other' })
    expect(await elsewhere()).toEqual(['locked file older'])
    must(await office.backup.noteCopies(await contentOf(office), 'file'))
    expect(await elsewhere()).toEqual(['locked file whole', 'other file whole'])
    expect(await office.database.copies.count()).toBe(2)
  })

  test('is no state of a draft, to those who look for these and to a version that knows nothing of it', async () => {
    must(await office.backup.noteCopies(await contentOf(office), 'file'))
    expect(must(await office.backup.copies())).toEqual([])
    const kinds = (await office.database.copies.toArray()).map(({ kind }) => kind)
    expect(kinds).toEqual(['lockedInFile'])
  })
})

describe('a copy of a draft that was handed in since', () => {
  const digest = 'd'.repeat(64)
  const seen = async (): Promise<readonly string[]> =>
    must(await office.backup.copies()).map(({ kind, revision }) => `${kind} ${revision}`)

  async function handIn({ id, revision }: Draft): Promise<void> {
    const submission = {
      digest,
      draftId: id,
      revision: 1,
      fileName: 'a.rpu',
      text: '{}',
      createdAt: 1,
      personName: '韦',
    }
    must(await office.drafts.addSubmission(id, revision, submission, anEntry({ draftId: id, digest })))
  }
  async function receiveSlip({ id: draftId }: Draft, id = 'unit slip'): Promise<void> {
    await office.database.returnSlips.put({ id, draftId, text: '{}', receivedAt: 1, answered: [] })
  }

  test.each([
    { what: 'the submission', come: handIn },
    { what: 'a return slip', come: receiveSlip },
  ])('is of the revision before until it holds $what, too', async ({ come }) => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓莉')))
    const before = await contentOf(office)
    for (const kind of ['file', 'folder'] as const) must(await office.backup.noteCopies(before, kind))
    expect(await seen()).toEqual(['file 1', 'folder 1'])
    await come(draft)
    expect(await seen()).toEqual(['file 0', 'folder 0'])
    // Made before, and read back only now.
    must(await office.backup.noteCopies(before, 'file'))
    expect(await seen()).toEqual(['file 0', 'folder 0', 'file 0'])
    must(await office.backup.noteCopies(await contentOf(office), 'folder'))
    expect(await seen()).toEqual(['file 0', 'folder 0', 'file 0', 'folder 1'])
  })

  test('is left whole by a slip that no backup holds, and by what lies beside another', async () => {
    const [draft, other] = [aNewDraft('韦晓莉'), aNewDraft('黄丽娟')]
    for (const one of [draft, other]) must(await office.drafts.create(one))
    const { drafts, ...rest } = await contentOf(office)
    const ofOne = drafts.filter((lineage) => lineage.draft.id === draft.id)
    must(await office.backup.noteCopies({ ...rest, drafts: ofOne }, 'file'))
    await receiveSlip(must(await office.drafts.load(other.id)))
    await office.database.returnSlips.put({ id: 'damaged', draftId: draft.id, text: 7 })
    expect(await seen()).toEqual(['file 1'])
  })

  test('is asked for: both are told to who watches', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓莉')))
    let told = 0
    onTestFinished(office.backup.watchBeside(() => void (told += 1)))
    // What stands there when the watching begins is no news.
    await expect
      .poll(async () => {
        await receiveSlip(draft, crypto.randomUUID())
        return told
      })
      .toBeGreaterThan(0)
    const before = told
    await handIn(draft)
    await expect.poll(() => told).toBeGreaterThan(before)
  })

  test('noted by an earlier version holds nothing beside the draft', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦晓莉')))
    await office.database.copies.add({ draftId: draft.id, kind: 'file', revision: 1, digest, at: 1 })
    expect(await seen()).toEqual(['file 1'])
    await handIn(draft)
    expect(await seen()).toEqual(['file 0'])
  })
})

describe('a draft under the id of one that is gone', () => {
  const everywhere = ['made 2', 'file 2', 'folder 2']
  /** What is noted of the copies of a draft. */
  async function seenOf(id: string): Promise<readonly string[]> {
    const rows = await office.database.copies.where('draftId').equals(id).toArray()
    return rows.map(({ kind, revision }) => `${String(kind)} ${String(revision)}`)
  }

  /** A draft that was read back from a file and a folder. */
  async function seen(): Promise<{ readonly id: string }> {
    const draft = must(await office.drafts.create(aNewDraft('韦晓莉')))
    must(await office.drafts.save(draft.id, draft.revision, aDraftChange(draft, '韦晓丽')))
    for (const kind of ['made', 'file', 'folder'] as const)
      must(await office.backup.noteCopies(await contentOf(office), kind))
    expect(await seenOf(draft.id)).toEqual(everywhere)
    return draft
  }
  /** The same, erased by an earlier version, which left standing what was noted of it. */
  async function gone(): Promise<{ readonly id: string }> {
    const { id } = await seen()
    await office.database.drafts.delete(id)
    return { id }
  }

  test('erasing one takes along what was noted of its copies, not of others', async () => {
    const [draft, other] = [await seen(), await seen()]
    await office.database.copies.add({ draftId: draft.id, kind: 'lockedInFile', digest: 'a'.repeat(64), at: 1 })
    const ofOther = await seenOf(other.id)
    must(await office.drafts.remove(draft.id))
    expect(await seenOf(draft.id)).not.toEqual([])
    must(await office.drafts.purge(Number.MAX_SAFE_INTEGER))
    expect(await seenOf(draft.id)).toEqual([])
    expect(await seenOf(other.id)).toEqual(ofOther)
  })

  test('made anew it is in no file and no folder until it is seen there', async () => {
    const { id } = await gone()
    must(await office.drafts.create({ ...aNewDraft('韦晓莉'), id }))
    expect(await seenOf(id)).toEqual([])
    must(await office.backup.noteCopies(await contentOf(office), 'file'))
    expect(await seenOf(id)).toEqual(['file 1'])
  })

  test('what stands keeps its copies when another cannot be made under its id', async () => {
    const { id } = await seen()
    expect((await office.drafts.create({ ...aNewDraft('韦晓莉'), id })).ok).toBe(false)
    expect(await seenOf(id)).toEqual(everywhere)
  })

  test('restored, open or locked, it is in no file and no folder, and knows what it grew from', async () => {
    const [open, locked, standing] = [await gone(), await gone(), await seen()]
    const draft = { ...must(await home.drafts.create(aNewDraft('韦晓莉'))), id: open.id }
    const content = { ...(await contentOf(home)), locks: [{ id: locked.id, savedAt: 1 }] }
    const writes = [{ draft, expectedRevision: undefined, ancestors: ['a'.repeat(64)] }]
    must(await office.backup.apply({ content, writes, takesKey: false }))
    expect(await seenOf(open.id)).toEqual(['restored 1'])
    expect(await seenOf(locked.id)).toEqual([])
    expect(await seenOf(standing.id)).not.toEqual([])
  })
})

describe('a restore that cannot be written whole', () => {
  test('changes nothing when one of several drafts was edited since the plan', async () => {
    const first = must(await home.drafts.create(aNewDraft('先写的')))
    const second = must(await home.drafts.create(aNewDraft('后写的')))
    await home.kid()
    await office.kid()
    const writes = [first, second].map((draft) => ({
      draft: { ...draft, revision: draft.revision + 5 },
      expectedRevision: draft.revision,
      ancestors: ['a'.repeat(64)],
    }))
    must(await home.drafts.save(second.id, second.revision, aDraftChange(second, '又改了')))
    const before = await everythingOf(home)
    const applied = await home.backup.apply({ content: await contentOf(office), writes, takesKey: true })
    expect(applied).toMatchObject({ ok: false, error: { code: 'DRAFT_CONFLICT' } })
    expect(await everythingOf(home)).toBe(before)
  })

  test.each(['both', 'take'] as const)('changes nothing when %s is chosen for what was locked since', async (kind) => {
    const draft = must(await home.drafts.create(aNewDraft('韦晓莉')))
    const file = { draft: { ...draft, revision: 7 }, ancestors: [] }
    const planned = { relation: 'bothChanged', file, here: { draft, ancestors: [] } } as const
    const decision = kind === 'both' ? { kind, newId: crypto.randomUUID() } : { kind }
    const writes = writesOf(planned, decision, 1).map((write) => Object.assign({ ancestors: [] }, write))
    await home.database.drafts.delete(draft.id)
    await home.database.locks.put({ id: draft.id, savedAt: 1 })
    const before = await everythingOf(home)
    const applied = await home.backup.apply({ content: await contentOf(office), writes, takesKey: false })
    expect(applied).toMatchObject({ ok: false, error: { code: 'DRAFT_LOCKED' } })
    expect(await everythingOf(home)).toBe(before)
  })

  test('changes nothing when a row of another store cannot be written', async () => {
    const draft = must(await office.drafts.create(aNewDraft('韦')))
    const content = { ...(await contentOf(office)), outbox: [{ digest: 'a'.repeat(64), state: () => 'waiting' }] }
    const before = await everythingOf(home)
    const writes = [{ draft, expectedRevision: undefined, ancestors: [] }]
    expect((await home.backup.apply({ content, writes, takesKey: false })).ok).toBe(false)
    expect(await everythingOf(home)).toBe(before)
  })

  test('a damaged row here does not get into a backup', async () => {
    await office.database.tasks.put({ id: 'task', text: 7 })
    expect(must(await office.backup.collect()).tasks).toEqual([])
  })
})

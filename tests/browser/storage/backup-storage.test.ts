import { beforeEach, describe, expect, test } from 'vitest'
import { indexedDbKeys } from '#app/platform/keys/device-keys.ts'
import { type BackupStorage, dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { BackupContent } from '#core/backup/backup.ts'
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
    must(
      await home.backup.apply({
        content,
        writes: content.drafts.map((lineage) => ({ ...lineage, expectedRevision: undefined })),
        takesKey: true,
      }),
    )
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

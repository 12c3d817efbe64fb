import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { type LockedDrafts, openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { addToOutbox } from '#app/platform/storage/outbox-row.ts'
import { dexieOutboxStorage, hideInOutbox } from '#app/platform/storage/outbox-storage.ts'
import { dexieReturnSlipStorage, slipKey } from '#app/platform/storage/return-slip-storage.ts'
import { dexieTaskStorage } from '#app/platform/storage/task-storage.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { nextOutboxState } from '#core/sync/outbox.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aReturnSlipContent, aTaskContent } from '#tests/support/units.ts'

let database: CaibaoDatabase
beforeEach(() => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
})
afterEach(() => database.delete())

async function aTask(key: Awaited<ReturnType<typeof aSigningKey>>, deadline = '2099-12-31') {
  const task = await readTask(await signTask(aTaskContent({ deadline }), key))
  if (!task.ok) throw new Error(task.error.code)
  return task.value
}

const passphrase = '三月桃花水满江'
const locksOn = () => openLockedDrafts(database, tickingClock())

describe('tasks on the disk', () => {
  test('are found again, and one issued again takes the place of the earlier', async () => {
    const tasks = dexieTaskStorage(database)
    const key = await aSigningKey()
    expect((await tasks.put({ task: await aTask(key), acceptedAt: 1 })).ok).toBe(true)
    expect((await tasks.put({ task: await aTask(key, '2100-01-31'), acceptedAt: 2 })).ok).toBe(true)
    const listed = await tasks.list()
    expect(listed.ok && listed.value.map(({ task }) => task.content.deadline)).toEqual(['2100-01-31'])
  })

  test('are not replaced by what another unit signed', async () => {
    const tasks = dexieTaskStorage(database)
    await tasks.put({ task: await aTask(await aSigningKey()), acceptedAt: 1 })
    const second = await tasks.put({ task: await aTask(await aSigningKey(), '2100-01-31'), acceptedAt: 2 })
    expect(second).toMatchObject({ ok: false, error: { code: 'TASK_SIGNER_CHANGED' } })
  })

  test('are believed only as far as their signature', async () => {
    const tasks = dexieTaskStorage(database)
    const task = await aTask(await aSigningKey())
    await tasks.put({ task, acceptedAt: 1 })
    const { id } = task.content
    await database.tasks.update(id, {
      text: task.text.replace(/("payload": "\w{40})./, (_all, head: string) => `${head}_`),
    })
    expect(await tasks.get(id)).toEqual({ ok: true, value: undefined })
  })
})

describe('return slips on the disk', () => {
  test('keep the answers given when they are opened again', async () => {
    const slips = dexieReturnSlipStorage(database, async () => openLockedDrafts(database, tickingClock()))
    const slip = await readReturnSlip(await signReturnSlip(aReturnSlipContent(), await aSigningKey()))
    if (!slip.ok) throw new Error(slip.error.code)
    await slips.put({ slip: slip.value, draftId: 'd', receivedAt: 1 })
    await slips.answer(slipKey({ slip: slip.value }), 1)
    await slips.answer(slipKey({ slip: slip.value }), 1)
    await slips.put({ slip: slip.value, draftId: 'd', receivedAt: 2 })
    const listed = await slips.list('d')
    expect(listed.ok && listed.value).toMatchObject([{ receivedAt: 2, answered: [1] }])
    expect(await slips.list('other')).toEqual({ ok: true, value: [] })
  })
})

describe('what belongs to a locked record', () => {
  async function aDraftWithSlip(locks: LockedDrafts) {
    const slips = dexieReturnSlipStorage(database, async () => locks)
    const draft = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('韦晓莉')))
    const slip = must(await readReturnSlip(await signReturnSlip(aReturnSlipContent(), await aSigningKey())))
    const received = { slip, draftId: draft.id, receivedAt: 1 }
    must(await slips.put(received))
    must(await slips.answer(slipKey(received), 0))
    return { slips, draft, received }
  }
  const textsOf = async (): Promise<readonly unknown[]> =>
    (await database.returnSlips.toArray()).map(({ text }) => text)

  test('lies behind the lock, slips too, and comes out again with the answers given', async () => {
    const locks = locksOn()
    const { slips, draft, received } = await aDraftWithSlip(locks)
    must(await locks.lock(draft.id, passphrase))
    expect(await textsOf()).toEqual([''])
    expect(must(await slips.list(draft.id))).toEqual([])
    expect(await slips.put(received)).toMatchObject({ ok: false, error: { code: 'DRAFT_LOCKED' } })
    must(await locks.unlock(draft.id, passphrase))
    must(await slips.put({ ...received, receivedAt: 2 }))
    expect(await textsOf()).toEqual([''])
    must(await slips.answer(slipKey(received), 1))
    expect(must(await slips.list(draft.id))).toMatchObject([{ receivedAt: 2, answered: [0, 1], slip: received.slip }])
    must(await locks.remove(draft.id))
    expect(await textsOf()).toEqual([received.slip.text])
    expect(must(await slips.list(draft.id))).toMatchObject([{ answered: [0, 1] }])
  })

  test('is taken behind the lock when an earlier version left it beside', async () => {
    const locks = locksOn()
    const { slips, draft, received } = await aDraftWithSlip(locks)
    const [open] = await database.returnSlips.toArray()
    const other = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('覃明')))
    must(await locks.lock(draft.id, passphrase))
    if (open) await database.returnSlips.put(open)
    await addToOutbox(database.outbox, anEntry({ draftId: draft.id }))
    const value = ['韦晓莉', '覃明'].map((personName) => ({ at: 1, kind: 'returned', revision: 1, personName }))
    await database.settings.put({ key: 'sync log', value })
    const again = locksOn()
    await expect.poll(async () => JSON.stringify(await database.settings.toArray())).not.toContain('韦晓莉')
    expect(JSON.stringify(await database.settings.toArray())).toContain('覃明')
    expect(JSON.stringify(await database.outbox.toArray())).not.toContain('韦晓莉')
    must(await again.unlock(draft.id, passphrase))
    expect(await textsOf()).toEqual([''])
    const opened = dexieReturnSlipStorage(database, async () => again)
    expect(must(await opened.list(draft.id))).toMatchObject([{ answered: [0], slip: received.slip }])
    expect(must(await slips.list(other.id))).toEqual([])
  })

  test('is not locked away half: what came while it was sealed makes it begin again', async () => {
    const locks = locksOn()
    const { draft, received } = await aDraftWithSlip(locks)
    const slips = dexieReturnSlipStorage(database, async () => locks)
    const locking = locks.lock(draft.id, passphrase)
    must(await slips.put({ ...received, receivedAt: 9 }))
    must(await locking)
    expect((await database.returnSlips.toArray()).map(({ text }) => text)).toEqual([''])
    must(await locks.unlock(draft.id, passphrase))
    expect(must(await slips.list(draft.id))).toMatchObject([{ receivedAt: 9, slip: received.slip }])
  })

  test('takes in what its page was left amid, when it is locked and when it was locked before', async () => {
    const locks = locksOn()
    const drafts = dexieDraftStorage(database, tickingClock())
    const { draft } = await aDraftWithSlip(locks)
    must(await drafts.load(draft.id))
    drafts.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓丽'), false)
    must(await locks.lock(draft.id, passphrase))
    // A page that still has it open.
    drafts.leave(draft.id, draft.revision + 1, aDraftChange(draft, '韦小丽'), false)
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/韦晓丽|韦小丽/)
    must(await locks.unlock(draft.id, passphrase))
    expect(must(await locks.load(draft.id)).record.basic['name']).toBe('韦晓丽')
    const left = { base: draft.revision + 1, ...aDraftChange(draft, '韦小丽') }
    localStorage.setItem(`caibao.left.${draft.id}`, JSON.stringify(left))
    must(await locks.unlock(draft.id, passphrase))
    expect(must(await locks.load(draft.id)).record.basic['name']).toBe('韦小丽')
    expect(localStorage.getItem(`caibao.left.${draft.id}`)).toBeNull()
  })
})

describe('the outbox on the disk', () => {
  const submissionOf = (draftId: string): StoredSubmission => ({ ...anEntry({ draftId }), createdAt: 1 })
  const waiting = async () => {
    const listed = await dexieOutboxStorage(database).list()
    return listed.ok ? listed.value.map(({ personName, text }) => [personName, text]) : []
  }

  test('has a submission from the very moment it is kept, and none that was not kept', async () => {
    const storage = dexieDraftStorage(database, tickingClock())
    const draft = must(await storage.create(aNewDraft('韦晓莉')))
    const submission = submissionOf(draft.id)
    expect((await storage.addSubmission(draft.id, 9, submission, anEntry())).ok).toBe(false)
    expect(await waiting()).toEqual([])
    must(await storage.addSubmission(draft.id, 1, submission, anEntry()))
    expect(await waiting()).toEqual([['韦晓莉', '{}']])
  })

  test('has one of a locked record likewise, with nothing readable of it', async () => {
    const locks = locksOn()
    const draft = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('韦晓莉')))
    must(await locks.lock(draft.id, passphrase))
    const plain = anEntry({ text: '{"caibao":"submission/1"}' })
    expect((await locks.addSubmission(draft.id, 1, submissionOf(draft.id), plain)).ok).toBe(false)
    must(await locks.unlock(draft.id, passphrase))
    expect((await locks.addSubmission(draft.id, 9, submissionOf(draft.id), plain)).ok).toBe(false)
    expect(await waiting()).toEqual([])
    must(await locks.addSubmission(draft.id, 1, submissionOf(draft.id), plain))
    expect(await waiting()).toEqual([['', '']])
  })

  test('keeps every state as it is, and a submission added twice as it stands', async () => {
    const outbox = dexieOutboxStorage(database)
    const { digest } = anEntry()
    await addToOutbox(database.outbox, anEntry())
    await outbox.update(digest, (state) => nextOutboxState(state, { kind: 'handedOver' }, 5))
    await addToOutbox(database.outbox, anEntry())
    const listed = await outbox.list()
    expect(listed.ok && listed.value).toEqual([
      anEntry({ state: { name: 'delivered', receipt: { by: 'hand', at: 5 } } }),
    ])
    expect((await outbox.update('b'.repeat(64), (state) => state)).ok).toBe(true)
  })

  test('loses no change when two tabs make one at the same time', async () => {
    const one = dexieOutboxStorage(database)
    const other = dexieOutboxStorage(openCaibaoDatabase(database.name))
    const { digest } = anEntry()
    await addToOutbox(database.outbox, anEntry())
    const error = { code: 'DELIVERY_NO_SERVER', params: {} } as const
    const attempt = { kind: 'attempted', result: { kind: 'retry', error } } as const
    await Promise.all(
      [one, other, one, other].map((outbox) => outbox.update(digest, (state) => nextOutboxState(state, attempt, 0))),
    )
    const listed = await one.list()
    expect(listed.ok && listed.value[0]?.state).toMatchObject({ name: 'waiting', attempts: 4, error })
  })

  test('keeps nothing readable of a record that is locked, and what is sealed goes on its way', async () => {
    const outbox = dexieOutboxStorage(database)
    const sealed = JSON.stringify({ caibao: 'sealed-submission/1' })
    await addToOutbox(database.outbox, anEntry({ text: JSON.stringify({ caibao: 'submission/1', payload: '韦晓莉' }) }))
    await addToOutbox(database.outbox, anEntry({ digest: 'b'.repeat(64), text: sealed }))
    await addToOutbox(
      database.outbox,
      anEntry({ digest: 'c'.repeat(64), draftId: 'other', text: '{"caibao":"submission/1"}' }),
    )
    await hideInOutbox(database.outbox, 'd')
    const listed = await outbox.list()
    const told = new Map(
      listed.ok ? listed.value.map(({ digest, personName, text }) => [digest[0], [personName, text]]) : [],
    )
    expect(told.get('a')).toEqual(['', ''])
    expect(told.get('b')).toEqual(['', sealed])
    expect(told.get('c')).toEqual(['韦晓莉', '{"caibao":"submission/1"}'])
  })

  test('never drops a submission whose state was written by another version', async () => {
    const outbox = dexieOutboxStorage(database)
    await addToOutbox(database.outbox, anEntry())
    await database.outbox.toCollection().modify((row: { standing?: unknown }) => {
      row.standing = { name: 'of the future' }
    })
    const listed = await outbox.list()
    expect(listed.ok && listed.value.map(({ state }) => state.name)).toEqual(['waiting'])
  })
})

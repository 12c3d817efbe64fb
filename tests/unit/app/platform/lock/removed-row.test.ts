import { beforeAll, expect, test } from 'vitest'
import {
  type LockRow,
  removalOf,
  removedBefore,
  rowWith,
  sealDraft,
  sealSubmissions,
} from '#app/platform/lock/lock-row.ts'
import { handedInRow, markedRow, savedRow } from '#app/platform/lock/next-row.ts'
import { draftFrom, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { aDraftChange, aNewDraft, must } from '#tests/support/drafts.ts'

let key: CryptoKey
beforeAll(async () => {
  key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
})

const removedAt = 5000
const wrapped = { salt: 'AAAA', iterations: 600_000, wrapped: 'AAAA' }

async function aLockedDraft(submissions: readonly StoredSubmission[] = []) {
  const draft = draftFrom(aNewDraft('韦晓莉'), 1000)
  const row: LockRow = {
    id: draft.id,
    key: wrapped,
    draft: await sealDraft(key, draft),
    submissions: await sealSubmissions(key, draft.id, submissions),
    savedAt: 1000,
  }
  return { row, key, draft }
}

const aSubmission = (draftId: string): StoredSubmission => {
  return { digest: 'd', draftId, revision: 1, fileName: 'f', text: 't', createdAt: 1, personName: '' }
}

test('a removed draft is told to be old without its key, and not before its time', async () => {
  const opened = await aLockedDraft()
  expect(removedBefore([opened.row], removedAt + 1)).toEqual([])
  const [, marked] = must(await markedRow(opened, removedAt))
  const removed = rowWith(opened.row, marked)
  expect(removedBefore([removed], removedAt)).toEqual([])
  expect(removedBefore([removed], removedAt + 1)).toEqual([removed.id])
  // Nothing of it was kept for an earlier version to stumble over once it is taken back.
  const [, back] = must(await markedRow({ ...opened, row: removed }, null))
  const restored = rowWith(removed, back)
  expect(Object.keys(restored)).not.toContain('removedAt')
  expect(removedBefore([restored], removedAt + 1)).toEqual([])
})

test('by a clock that is behind nothing was removed before it was saved', async () => {
  const opened = await aLockedDraft()
  const behind = rowWith(opened.row, must(await markedRow(opened, 5))[1])
  expect(removedBefore([behind], 1000)).toEqual([])
  expect(removedBefore([behind], 1001)).toEqual([behind.id])
})

test('a change of a removed draft takes nothing of the time it was removed', async () => {
  const opened = await aLockedDraft()
  const removed = rowWith(opened.row, must(await markedRow(opened, removedAt))[1])
  const draft = { ...opened.draft, deletedAt: removedAt }
  const saved = must(await savedRow({ ...opened, row: removed, draft }, 1, aDraftChange(draft, '黄大明'), 6000))
  expect(rowWith(removed, saved[1]).removedAt).toBe(removedAt)
})

test('a draft that was handed in stays: its submissions lie in the same row', async () => {
  const opened = await aLockedDraft([aSubmission('one')])
  const draft = { ...opened.draft, deletedAt: removedAt }
  expect(await removalOf({ ...opened, draft })).toEqual({ removedAt: undefined })
  const alone = await aLockedDraft()
  const row = { ...alone.row, removedAt }
  const [, next] = must(await handedInRow({ ...alone, row }, 1, aSubmission(row.id)))
  expect(removedBefore([rowWith(row, next)], removedAt + 1)).toEqual([])
})

test('one that was handed in already is so once: no second of its revision, and the same again changes nothing', async () => {
  const opened = await aLockedDraft()
  const submission = aSubmission(opened.row.id)
  const [{ draft }, next] = must(await handedInRow(opened, 1, submission))
  const handedIn = { ...opened, draft, row: rowWith(opened.row, next) }
  expect(must(await handedInRow(handedIn, 1, submission))).toEqual([{ draft, submission }, {}])
  expect(await handedInRow(handedIn, 1, { ...submission, digest: 'e' })).toMatchObject({
    error: { code: 'DRAFT_CONFLICT' },
  })
})

test('a save whose answer was lost is found done when it is tried again, and another one is a conflict', async () => {
  const opened = await aLockedDraft()
  const change = aDraftChange(opened.draft, '黄大明')
  const [draft, next] = must(await savedRow(opened, 1, change, 2000))
  const saved = { ...opened, draft, row: rowWith(opened.row, next) }
  expect(must(await savedRow(saved, 1, change, 3000))).toEqual([draft, {}])
  expect(await savedRow(saved, 1, aDraftChange(draft, '韦'), 3000)).toMatchObject({ error: { code: 'DRAFT_CONFLICT' } })
})

test('what an earlier version removed is told from the draft, when it is opened', async () => {
  const opened = await aLockedDraft()
  expect(await removalOf({ ...opened, draft: { ...opened.draft, deletedAt: removedAt } })).toEqual({ removedAt })
  expect(await removalOf(opened)).toEqual({ removedAt: undefined })
})

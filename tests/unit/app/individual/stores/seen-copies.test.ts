import { describe, expect, test } from 'vitest'
import { isAsNew, lastSeen, lockedRevision, seenLocked } from '#app/individual/stores/seen-copies.ts'
import type { Draft } from '#app/platform/storage/draft-storage.ts'
import { aNewDraft } from '#tests/support/drafts.ts'

const draft: Draft = {
  ...aNewDraft('韦晓莉'),
  revision: 7,
  createdAt: 1,
  savedAt: 2,
  confirmations: [],
  handedIn: null,
  deletedAt: null,
  declarations: {},
}
const { id } = draft
const copy = { draftId: id, kind: 'file', at: 5, isWhole: true } as const
const open = { kind: 'draft', draft, isLocked: true } as const
const closed = { kind: 'locked', id, savedAt: 2 } as const
const revisionsOf = (...seen: Parameters<typeof seenLocked>): readonly number[] =>
  seenLocked(...seen).map(({ revision }) => revision)

describe('a copy of a locked draft', () => {
  test('has the revision the open draft was listed with, so that what is typed after counts as not copied', () => {
    expect(revisionsOf([copy], [open])).toEqual([7])
  })

  test('has that of a closed one as long as it is sealed the same', () => {
    expect(revisionsOf([copy], [closed])).toEqual([lockedRevision])
    expect(revisionsOf([copy], [])).toEqual([lockedRevision])
  })

  test('is older than any revision once the draft was sealed anew', () => {
    expect(revisionsOf([{ ...copy, isWhole: false }], [open])).toEqual([0])
  })
})

describe('the newest state seen in one place', () => {
  test('is of that place, of the highest revision, and of those the last', () => {
    const seen = (revision: number, at: number, kind: 'file' | 'folder' = 'file') => ({
      draftId: id,
      kind,
      revision,
      at,
    })
    const copies = [seen(3, 1), seen(5, 2), seen(5, 3), seen(4, 4), seen(9, 5, 'folder')]
    expect(lastSeen(copies, 'file').get(id)).toEqual(seen(5, 3))
  })

  test('before the lock does not stand for what is locked', () => {
    const before = { draftId: id, kind: 'file', revision: 7, at: 1 } as const
    expect(lastSeen([before], 'file').get(id)?.revision).toBeLessThan(lockedRevision)
  })

  describe('beside one from before the lock', () => {
    const plain = (at: number) => ({ draftId: id, kind: 'file', revision: 7, at }) as const
    const sealed = (at: number, isWhole: boolean) => seenLocked([{ ...copy, at, isWhole }], [closed])
    const atOf = (...copies: Parameters<typeof lastSeen>[0]) => lastSeen(copies, 'file').get(id)?.at

    test('is the later one where neither is the draft as it is sealed', () => {
      expect(atOf(plain(1), ...sealed(5, false))).toBe(5)
      expect(atOf(...sealed(5, false), plain(1))).toBe(5)
      expect(atOf(plain(6), ...sealed(5, false))).toBe(6)
    })

    test('is the one that is as the draft is sealed, whenever that was', () => {
      expect(atOf(plain(6), ...sealed(5, true))).toBe(5)
      expect(atOf(...sealed(5, true), plain(6))).toBe(5)
    })

    test('is of two places the one that is as the draft is sealed', () => {
      const [whole] = sealed(3, true)
      const [outdated] = seenLocked([{ ...copy, kind: 'folder', at: 5, isWhole: false }], [closed])
      if (!whole || !outdated) throw new Error('no copy')
      expect([isAsNew(outdated, whole), isAsNew(whole, outdated)]).toEqual([false, true])
    })
  })
})

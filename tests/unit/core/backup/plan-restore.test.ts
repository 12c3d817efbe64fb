import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRecords, mergeRecords, type Side } from '#core/record/compare-records.ts'
import {
  comesInRemoved,
  countLockedApart,
  defaultDecision,
  draftDigest,
  planRestore,
  writesOf,
} from '#core/backup/plan-restore.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { aPerson } from '#tests/support/people.ts'

const named = (name: string, revision = 3) =>
  aBackupDraft(aPerson({ basic: { ...aPerson().basic, name } }), { revision })
const base = named('韦晓莉')
const office = named('韦晓丽', 4)
const home = named('韦小莉', 9)
const now = 1_800_000_000_000
const baseDigest = await draftDigest(base)

describe('the plan of a restore', () => {
  test.each([
    ['new', aLineage(base), undefined],
    ['same', aLineage(base), aLineage({ ...base, revision: 8 })],
    ['newerInFile', aLineage(home, [baseDigest]), aLineage(base)],
    ['newerHere', aLineage(base), aLineage(office, [baseDigest])],
    ['bothChanged', aLineage(home, [baseDigest]), aLineage(office, [baseDigest])],
    ['bothChanged', aLineage(home), aLineage(base)],
  ] as const)('calls it %s', async (relation, file, here) => {
    const [planned] = await planRestore([file], here ? [here] : [])
    expect(planned?.relation).toBe(relation)
  })

  test('tells of what stands here and cannot be read, and takes the one of the file', async () => {
    const { id } = base
    const plan = await planRestore([aLineage(base)], [], new Set([id]))
    expect(plan).toMatchObject([{ relation: 'unreadableHere', here: undefined }])
    expect(plan.map(defaultDecision)).toEqual([{ kind: 'take' }])
  })

  test('decides nothing for the person where both sides changed', async () => {
    const [planned] = await planRestore([aLineage(home)], [aLineage(office)])
    expect(planned && defaultDecision(planned)).toBeUndefined()
  })

  test('what replaces a draft stands above both revisions and keeps the latest submission', async () => {
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage(home)], [aLineage({ ...office, handedIn })])
    const [write] = planned ? writesOf(planned, { kind: 'take' }, now) : []
    expect(write).toMatchObject({ expectedRevision: 4, draft: { revision: 10, handedIn, record: home.record } })
  })

  test('what replaces a draft follows its task, where the file is from before there was one', async () => {
    const mine = { ...office, declarations: { task: 'one', retired: 'yes' } }
    const taken = async (declarations: Readonly<Record<string, string>>) => {
      const [planned] = await planRestore([aLineage({ ...home, declarations })], [aLineage(mine)])
      return (planned ? writesOf(planned, { kind: 'take' }, now) : []).map(({ draft }) => draft.declarations)
    }
    expect(await taken({})).toEqual([{ task: 'one' }])
    // That one was followed, or none any more, was said there.
    expect(await taken({ task: '' })).toEqual([{ task: '' }])
    expect(await taken({ task: 'other' })).toEqual([{ task: 'other' }])
  })

  test('what is kept still learns of a later submission', async () => {
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage({ ...base, handedIn })], [aLineage(office, [baseDigest])])
    const [write] = planned ? writesOf(planned, { kind: 'keep' }, now) : []
    expect(write).toMatchObject({ expectedRevision: 4, draft: { handedIn, record: office.record } })
    const [same] = await planRestore([aLineage(base)], [aLineage(office, [baseDigest])])
    expect(same && writesOf(same, { kind: 'keep' }, now)).toEqual([])
  })

  describe('of what is exactly as it was handed in says so, too', () => {
    const digest = 'a'.repeat(64)
    const handedIn = { revision: 2, digest, draftRevision: 9 }
    const nothing: ReadonlyMap<string, Side> = new Map()
    const all: ReadonlyMap<string, Side> = new Map(
      compareRecords(office.record, home.record).map(({ key }) => [key, 'theirs']),
    )
    test.each([
      ['taken', [{ ...home, handedIn }, office], { kind: 'take' }, 10],
      [
        'kept, and handed in elsewhere',
        [
          { ...home, handedIn },
          { ...home, revision: 4 },
        ],
        { kind: 'keep' },
        10,
      ],
      ['put together of one side', [{ ...home, handedIn }, office], { kind: 'merge', choices: all }, 10],
      ['put together, and is neither', [{ ...home, handedIn }, office], { kind: 'merge', choices: nothing }, 9],
      ['taken, and was changed since', [{ ...home, revision: 11, handedIn }, office], { kind: 'take' }, 9],
      ['taken, and handed in here', [home, { ...office, revision: 9, handedIn }], { kind: 'take' }, 9],
    ] as const)('%s', async (_, [file, here], decision, draftRevision) => {
      const [planned] = await planRestore([aLineage(file)], [aLineage(here)])
      const [write] = planned ? writesOf(planned, decision, now) : []
      expect(write?.draft.handedIn).toEqual({ revision: 2, digest, draftRevision })
      expect(write?.draft.handedIn?.draftRevision === write?.draft.revision).toBe(draftRevision === 10)
    })
  })

  test('both: the file becomes a draft of its own', async () => {
    const newId = '22222222-2222-4222-8222-222222222222'
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage({ ...home, handedIn })], [aLineage(office)])
    expect(planned && writesOf(planned, { kind: 'both', newId }, now)).toMatchObject([
      { expectedRevision: undefined, draft: { id: newId, record: { id: newId }, handedIn: null } },
      // The draft here counts on after what was handed in there.
      { expectedRevision: 4, draft: { handedIn, record: office.record } },
    ])
  })

  test.each([
    ['new here, is removed as of now', undefined, now],
    ['removed here, too, is removed as of now', 5, now],
    ['standing here, stands', null, null],
  ])('what was removed elsewhere long ago, %s', async (_, here, deletedAt) => {
    const removed = { ...home, deletedAt: 7 }
    const standing = here === undefined ? [] : [aLineage({ ...base, deletedAt: here })]
    const [planned] = await planRestore([aLineage(removed, [baseDigest])], standing)
    expect(planned && comesInRemoved(planned)).toBe(deletedAt === now)
    const [taken] = planned ? writesOf(planned, { kind: 'take' }, now) : []
    expect(taken?.draft.deletedAt).toBe(deletedAt)
    const [copied] = planned ? writesOf(planned, { kind: 'both', newId: crypto.randomUUID() }, now) : []
    expect(copied?.draft.deletedAt).toBe(deletedAt)
  })

  test('what stands in the file comes back, whole or by fields, when it was removed here', async () => {
    const [planned] = await planRestore([aLineage(home, [baseDigest])], [aLineage({ ...base, deletedAt: 5 })])
    const [taken] = planned ? writesOf(planned, { kind: 'take' }, now) : []
    expect(taken?.draft.deletedAt).toBeNull()
    const [merged] = planned ? writesOf(planned, { kind: 'merge', choices: new Map() }, now) : []
    expect(merged?.draft.deletedAt).toBeNull()
  })

  test('per field: what was chosen is taken, the rest stays', async () => {
    const [planned] = await planRestore([aLineage(home)], [aLineage(office)])
    const choices = new Map<string, Side>([['basic[0].name', 'theirs']])
    const [write] = planned ? writesOf(planned, { kind: 'merge', choices }, now) : []
    expect(write?.draft.record.basic['name']).toBe('韦小莉')
  })
})

test('locked drafts are apart when they are on both sides and sealed differently', () => {
  const lock = { id: 'a', savedAt: 1, draft: { iv: 'first' } }
  const sealedAnew = { ...lock, draft: { iv: 'second' } }
  expect(countLockedApart([lock], [{ draft: { iv: 'first' }, savedAt: 1, id: 'a' }])).toBe(0)
  expect(countLockedApart([lock], [])).toBe(0)
  expect(countLockedApart([], [lock])).toBe(0)
  expect(countLockedApart([lock, { ...lock, id: 'b' }], [sealedAnew])).toBe(1)
})

const row = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 })
const rows = fc.array(row, { maxLength: 6 })
const record = fc.record({ basic: row, titles: rows, honors: rows }).map((changes): PersonRecord => aPerson(changes))

describe('two states of a record', () => {
  test('all of mine gives mine, all of theirs gives theirs', () => {
    fc.assert(
      fc.property(record, record, (mine, theirs) => {
        const all = (side: Side) => new Map(compareRecords(mine, theirs).map(({ key }) => [key, side]))
        expect(mergeRecords(mine, theirs, all('mine'))).toEqual(mine)
        expect(mergeRecords(mine, theirs, all('theirs'))).toEqual(theirs)
      }),
    )
  })

  test('equal states have no difference, and a row put first is one difference', () => {
    fc.assert(
      fc.property(record, row, (mine, added) => {
        expect(compareRecords(mine, mine)).toEqual([])
        expect(compareRecords(mine, { ...mine, titles: [added, ...mine.titles] })).toHaveLength(1)
      }),
    )
  })
})

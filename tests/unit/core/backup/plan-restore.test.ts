import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRecords, mergeRecords, type Side } from '#core/record/compare-records.ts'
import { defaultDecision, draftDigest, planRestore, writesOf } from '#core/backup/plan-restore.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { aPerson } from '#tests/support/people.ts'

const named = (name: string, revision = 3) =>
  aBackupDraft(aPerson({ basic: { ...aPerson().basic, name } }), { revision })
const base = named('韦晓莉')
const office = named('韦晓丽', 4)
const home = named('韦小莉', 9)
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

  test('decides nothing for the person where both sides changed', async () => {
    const [planned] = await planRestore([aLineage(home)], [aLineage(office)])
    expect(planned && defaultDecision(planned)).toBeUndefined()
  })

  test('what replaces a draft stands above both revisions and keeps the latest submission', async () => {
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage(home)], [aLineage({ ...office, handedIn })])
    const [write] = planned ? writesOf(planned, { kind: 'take' }) : []
    expect(write).toMatchObject({ expectedRevision: 4, draft: { revision: 10, handedIn, record: home.record } })
  })

  test('what is kept still learns of a later submission', async () => {
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage({ ...base, handedIn })], [aLineage(office, [baseDigest])])
    const [write] = planned ? writesOf(planned, { kind: 'keep' }) : []
    expect(write).toMatchObject({ expectedRevision: 4, draft: { handedIn, record: office.record } })
    const [same] = await planRestore([aLineage(base)], [aLineage(office, [baseDigest])])
    expect(same && writesOf(same, { kind: 'keep' })).toEqual([])
  })

  test('both: the file becomes a draft of its own', async () => {
    const newId = '22222222-2222-4222-8222-222222222222'
    const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 4 }
    const [planned] = await planRestore([aLineage({ ...home, handedIn })], [aLineage(office)])
    expect(planned && writesOf(planned, { kind: 'both', newId })).toMatchObject([
      { expectedRevision: undefined, draft: { id: newId, record: { id: newId }, handedIn: null } },
      // The draft here counts on after what was handed in there.
      { expectedRevision: 4, draft: { handedIn, record: office.record } },
    ])
  })

  test('per field: what was chosen is taken, the rest stays', async () => {
    const [planned] = await planRestore([aLineage(home)], [aLineage(office)])
    const choices = new Map<string, Side>([['basic[0].name', 'theirs']])
    const [write] = planned ? writesOf(planned, { kind: 'merge', choices }) : []
    expect(write?.draft.record.basic['name']).toBe('韦小莉')
  })
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

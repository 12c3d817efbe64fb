import { expect, test } from 'vitest'
import { planAgainst, writesOfPlan } from '#app/individual/stores/plan-against.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { compareRecords } from '#core/record/compare-records.ts'
import { mostRows } from '#core/record/record.ts'
import { must } from '#tests/support/drafts.ts'
import { aPerson } from '#tests/support/people.ts'

const file = aBackupContent({ drafts: [aLineage(aBackupDraft())] })
const here = {
  collect: () => Promise.resolve(ok(aBackupContent({ drafts: [] }))),
  privateKey: () => Promise.resolve(null),
}
const [{ draft } = { draft: aBackupDraft() }] = file.drafts
const { error } = fail('DRAFT_UNREADABLE', { path: 'record' })

test('a draft that lies here and cannot be read is not called missing', async () => {
  const relations = async (id: string) => {
    const list = () => Promise.resolve(ok([{ kind: 'unreadable', id, raw: '', error } as const]))
    return must(await planAgainst(file, here, { list })).plan.map(({ relation }) => relation)
  }
  expect(await relations(draft.id)).toEqual(['unreadableHere'])
  expect(await relations('another')).toEqual(['new'])
})

test('nothing is planned where it is not known what lies here', async () => {
  const unread = fail('STORAGE_READ_FAILED', { reason: 'lost' })
  expect(await planAgainst(file, here, { list: () => Promise.resolve(unread) })).toEqual(unread)
})

test('two that would make a record no reader takes are not merged', async () => {
  const rows = Array.from({ length: mostRows - 1 }, (_, row) => ({ name: `甲${row}` }))
  const shared = { name: '两边都有' }
  const others = rows.map(({ name }) => ({ name: `乙${name}` }))
  const sideOf = (awards: readonly { name: string }[]) => aLineage(aBackupDraft(aPerson({ awards })))
  const [mine, theirs] = [sideOf([...rows, shared]), sideOf([shared, ...others])]
  const merged = (chosen: number) => {
    const added = compareRecords(mine.draft.record, theirs.draft.record).filter((each) => each.mine === undefined)
    const choices = new Map(added.slice(0, chosen).map(({ key }) => [key, 'theirs'] as const))
    const planned = { relation: 'bothChanged', file: theirs, here: mine } as const
    return writesOfPlan([planned], new Map([[theirs.draft.id, { kind: 'merge', choices }]]), 1)
  }
  expect(must(await merged(0))).toHaveLength(1)
  expect(await merged(1)).toMatchObject({ ok: false, error: { code: 'MERGED_TOO_LONG', params: { most: mostRows } } })
})

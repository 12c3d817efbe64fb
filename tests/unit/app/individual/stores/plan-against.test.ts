import { expect, test } from 'vitest'
import { planAgainst } from '#app/individual/stores/plan-against.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { must } from '#tests/support/drafts.ts'

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

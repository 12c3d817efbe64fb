import { expect, test } from 'vitest'
import { effectScope, ref } from 'vue'
import { useImportedRecord } from '#app/individual/composables/useImportedRecord.ts'
import type { DraftRevision, RevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import { ok } from '#core/errors/result.ts'
import { aPerson } from '#tests/support/people.ts'

test('what another draft was imported from is never taken for the one that is open, however late it comes', async () => {
  const answers = new Map<string, (revision: DraftRevision | undefined) => void>()
  const imported = (draftId: string) =>
    new Promise<DraftRevision | undefined>((resolve) => void answers.set(draftId, resolve))
  const history = async (): Promise<RevisionStorage> => ({
    imported,
    list: async () => ok([]),
    keepImported: async () => undefined,
  })
  const revisionOf = (name: string): DraftRevision => ({
    record: aPerson({ basic: { name } }),
    draftId: 'd',
    revision: 0,
    at: 1,
    reason: 'imported',
    confirmations: [],
    declarations: {},
  })
  const open = ref('first')
  const record = effectScope().run(() => useImportedRecord(history, () => open.value))
  await expect.poll(() => answers.has('first')).toBe(true)
  open.value = 'second'
  await expect.poll(() => answers.has('second')).toBe(true)
  answers.get('second')?.(revisionOf('韦晓莉'))
  answers.get('first')?.(revisionOf('黄志强'))
  await expect.poll(() => record?.value).toBeDefined()
  expect(record?.value?.basic).toEqual({ name: '韦晓莉' })
  open.value = 'third'
  expect(record?.value).toBeUndefined()
})

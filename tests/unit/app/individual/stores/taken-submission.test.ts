import { describe, expect, test } from 'vitest'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import type { RestoreChange } from '#app/platform/storage/backup-storage.ts'
import type { BackupDraft } from '#core/backup/backup.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const { id } = aPerson()
const elsewhere = aPerson({ basic: { ...aPerson().basic, name: '韦小莉' } })

/** What is written of a draft when the submission of another device is taken for it. */
async function taken(here: BackupDraft | undefined, taskId?: string): Promise<BackupDraft | undefined> {
  const content = aSubmissionContent(taskId === undefined ? {} : { taskId }, elsewhere)
  const { text } = await signSubmission(content, await aSigningKey())
  let change: RestoreChange | undefined
  const backup = {
    collect: () => Promise.resolve(ok(aBackupContent({ drafts: here ? [aLineage(here)] : [] }))),
    privateKey: () => Promise.resolve(null),
    apply(applied: RestoreChange) {
      change = applied
      return Promise.resolve(ok(undefined))
    },
  }
  const store = useRestoreStore(
    await pageStores({
      backup: () => Promise.resolve(backup),
      clock: { now: () => 1 },
      storage: {
        list: () => Promise.resolve(ok([])),
        load: () => Promise.resolve(here ? ok(here) : fail('DRAFT_MISSING', {})),
      },
    }),
  )
  await store.lookAtSubmission(text)
  store.decide(id, { kind: 'take' })
  await store.restore()
  expect(store.error).toBeUndefined()
  return change?.writes[0]?.draft
}

describe('a submission of another device that is taken for the draft here', () => {
  const confirmations = [{ rule: 'B12', path: 'basic[0].name', message: '请核对', reason: '已核对' }]

  test('brings its record, and leaves the answers, the reasons and the task that were given here', async () => {
    const declarations = { task: 'task here', retired: 'no' }
    const draft = await taken(aBackupDraft(aPerson(), { declarations, confirmations }))
    expect(draft?.record.basic['name']).toBe('韦小莉')
    expect(draft).toMatchObject({ declarations, confirmations })
  })

  test('goes on to the unit whose task it named', async () => {
    const here = aBackupDraft(aPerson(), { declarations: { retired: 'no' } })
    expect((await taken(here, 'its task'))?.declarations).toEqual({ task: 'its task', retired: 'no' })
    expect((await taken(undefined, 'its task'))?.declarations).toEqual({ task: 'its task' })
  })
})

import { setActivePinia } from 'pinia'
import { describe, expect, test } from 'vitest'
import { forgetLocked } from '#app/individual/stores/forget-locked.ts'
import { useHandBackStore } from '#app/individual/stores/useHandBackStore.ts'
import { useIncomingFilesStore } from '#app/individual/stores/useIncomingFilesStore.ts'
import { useOpenedSubmissionStore } from '#app/individual/stores/useOpenedSubmissionStore.ts'
import { useRescueStore } from '#app/individual/stores/useRescueStore.ts'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import { useTaskStore } from '#app/individual/stores/useTaskStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import { sealBackup } from '#core/backup/write-backup.ts'
import { ok } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aBackupContent } from '#tests/support/backups.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const passphrase = '三月桃花水满江'
const nothing = () => Promise.resolve(ok([]))

/** A page on a device that has one draft; `lock` puts that behind a passphrase, as the store then tells of it. */
async function aPage() {
  const drafts = memoryDraftStorage(tickingClock())
  const record = aPerson()
  const draft = must(await drafts.create({ id: record.id, record }))
  const { id } = draft
  let isLocked = false
  const storage = {
    ...drafts,
    list: () => (isLocked ? Promise.resolve(ok([{ kind: 'locked', id, savedAt: 1 }])) : drafts.list()),
  }
  const exchange = { outbox: { list: nothing }, tasks: { list: nothing } }
  const backup = {
    collect: () => Promise.resolve(ok(aBackupContent({ drafts: [] }))),
    privateKey: () => Promise.resolve(null),
    isForgetful: () => false,
    copies: nothing,
    lockedCopies: nothing,
    keyLoss: () => Promise.resolve(ok(undefined)),
  }
  const pinia = await pageStores({
    storage,
    storageHealth: { trouble: () => undefined },
    exchange: () => Promise.resolve(exchange),
    backup: () => Promise.resolve(backup),
    clock: tickingClock(),
  })
  setActivePinia(pinia)
  const lock = async (): Promise<void> => {
    isLocked = true
    await forgetLocked(id)
  }
  return { pinia, lock, draft }
}

describe('a page in which a record is locked, here or in another tab', () => {
  test('holds no submission of it that was opened', async () => {
    const { pinia, lock } = await aPage()
    const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
    const incoming = useIncomingFilesStore(pinia)
    const opened = useOpenedSubmissionStore(pinia)
    await opened.look(must(await incoming.receive(new File([text], '韦晓莉.rpu'))))
    expect(opened.submission).toBeDefined()
    await lock()
    expect([opened.submission, incoming.held]).toEqual([undefined, undefined])
  })

  test('shows no rescue file that was opened', async () => {
    const { pinia, lock, draft } = await aPage()
    const rescue = useRescueStore(pinia)
    rescue.read(new TextEncoder().encode(writeRescue(draft).text))
    expect(rescue.rescue?.record.basic['name']).toBe(draft.record.basic['name'])
    await lock()
    expect([rescue.rescue, rescue.error]).toEqual([undefined, undefined])
  })

  test('offers no restore that was planned before', async () => {
    const { pinia, lock } = await aPage()
    const restore = useRestoreStore(pinia)
    await restore.lookAt(await sealBackup(aBackupContent(), passphrase), 'a.bak')
    await restore.open(passphrase)
    expect(restore.plan).toHaveLength(1)
    await lock()
    expect([restore.plan, restore.content]).toEqual([[], undefined])
  })

  test('names it neither among what follows a task nor among what would be erased', async () => {
    const { pinia, lock } = await aPage()
    const [tasks, handBack] = [useTaskStore(pinia), useHandBackStore(pinia)]
    await Promise.all([tasks.refresh(), handBack.load()])
    expect([tasks.drafts.length, handBack.items?.map(({ kind }) => kind)]).toEqual([1, ['draft']])
    await lock()
    expect([tasks.drafts.length, handBack.items?.map(({ kind }) => kind)]).toEqual([0, ['locked']])
  })
})

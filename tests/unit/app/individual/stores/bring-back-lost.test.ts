import { describe, expect, test } from 'vitest'
import { useImportStore } from '#app/individual/stores/useImportStore.ts'
import { useRescueStore } from '#app/individual/stores/useRescueStore.ts'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import { type Draft, draftFrom, type DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import { signBackup } from '#core/backup/write-backup.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const record = aPerson()
const handedIn = { revision: 2, digest: 'a'.repeat(64), draftRevision: 7 }
const draft: Draft = { ...draftFrom({ id: record.id, record, handedIn }, 1), revision: 20 }
type Kind = LostRecord['kind']

const noChunk = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

/** A page whose database lost the record, in the open or locked, and which records were brought back. */
async function aPage(
  lost: Kind,
  changes: Partial<DraftStorage> = {},
  took: Result<void> | undefined = ok(undefined),
  isAtHand = true,
) {
  const back: string[] = []
  const storage = memoryDraftStorage(tickingClock())
  const isBack = (kind: Kind) => lost === kind && back.includes(record.id)
  const load: DraftStorage['load'] = async (id) => {
    if (isBack('locks')) return fail('DRAFT_LOCKED', {})
    return isBack('drafts') ? ok(draft) : storage.load(id)
  }
  const collect = () =>
    Promise.resolve(ok(aBackupContent({ drafts: isBack('drafts') ? [{ draft, ancestors: [] }] : [], locks: [] })))
  const copies = {
    bringBackOf(ids: readonly string[], kind = lost) {
      if (took.ok && kind === lost) back.push(...ids)
      return Promise.resolve(took)
    },
  }
  const pinia = await pageStores({
    storage: { ...storage, load, list: () => Promise.resolve(ok([])), ...changes },
    backup: () => Promise.resolve({ collect, privateKey: () => Promise.resolve(null) }),
    secondCopies: isAtHand ? () => Promise.resolve(copies) : noChunk,
    history: () => Promise.resolve({ keepImported: () => Promise.resolve() }),
    clock: tickingClock(),
  })
  return { pinia, back }
}

describe('what the second copies hold of a record', () => {
  const older = aBackupDraft(aPerson({ basic: { ...record.basic, employer: '玉林市第一中学' } }))
  const backupOf = async () => signBackup(aBackupContent({ drafts: [aLineage(older)] }), await aSigningKey())

  test('stands here before a backup of it is held against what stands here, and nothing else does', async () => {
    const { pinia, back } = await aPage('drafts')
    const store = useRestoreStore(pinia)
    await store.lookAt(await backupOf(), 'one.bak')
    expect(back).toEqual([record.id])
    expect(store.plan.map(({ relation }) => relation)).toEqual(['bothChanged'])
  })

  test('is written over by no backup where the database does not take it', async () => {
    const { pinia } = await aPage('drafts', {}, fail('STORAGE_FULL', { reason: 'full' }))
    const store = useRestoreStore(pinia)
    await store.lookAt(await backupOf(), 'one.bak')
    expect([store.error?.code, store.plan]).toEqual(['STORAGE_FULL', []])
  })

  test('holds up no backup and no submission where the part of the app that brings it back does not come', async () => {
    const { pinia } = await aPage('drafts', {}, undefined, false)
    const store = useRestoreStore(pinia)
    await store.lookAt(await backupOf(), 'one.bak')
    expect([store.error, store.plan.map(({ relation }) => relation)]).toEqual([undefined, ['new']])
    const { text } = await signSubmission(aSubmissionContent({}, record), await aSigningKey())
    await store.lookAtSubmission(text)
    expect([store.error, store.plan.length]).toEqual([undefined, 1])
  })

  test('is what a submission of it goes on from', async () => {
    const { text } = await signSubmission(aSubmissionContent({}, record), await aSigningKey())
    const { pinia, back } = await aPage('drafts', { getSubmission: () => Promise.resolve(ok(undefined)) })
    const store = useImportStore(pinia)
    const { useIncomingFilesStore } = await import('#app/individual/stores/useIncomingFilesStore.ts')
    useIncomingFilesStore(pinia).held = { kind: 'submission', text, name: 'one.rpu' }
    await store.load('')
    expect([back.length, store.isHere, store.kind]).toEqual([1, true, 'fresh'])
  })

  test('stays behind its lock when a rescue file of it is opened; in the open it waits to be asked for', async () => {
    const rescue = new TextEncoder().encode(writeRescue(draft).text)
    const sealed = await aPage('locks')
    const store = useRescueStore(sealed.pinia)
    store.read(rescue)
    expect(await store.add()).not.toBe(record.id)
    expect(sealed.back).toHaveLength(1)
    const open = await aPage('drafts')
    const other = useRescueStore(open.pinia)
    other.read(rescue)
    expect(await other.add()).toBe(record.id)
    expect(open.back).toEqual([])
  })
})

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import type { DraftCopy } from '#app/platform/storage/backup-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { withCodeNames } from '#core/record/code-names.ts'
import { canHandIn } from '#core/submission/open-points.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { useDraftExchangeStore } from './useDraftExchangeStore.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'

/** 生成报送: signs the open draft, reads the file back, and only then calls it done. */
export const useHandInStore = defineStore('hand-in', () => {
  const { storage, clock, keys, files, backup } = usePlatform()
  const schemeStore = useSchemeStore()
  const drafts = useDraftStore()
  const received = useDraftExchangeStore()
  const outbox = useOutboxStore()
  const isRunning = ref(false)
  const error = shallowRef<AppError>()
  const done = shallowRef<StoredSubmission>()

  const fileCopies = shallowRef<readonly DraftCopy[]>()
  // Until it is known nothing is claimed.
  const isBackedUp = computed(
    () =>
      fileCopies.value?.some(({ draftId, revision }) => draftId === drafts.draft?.id && revision >= drafts.revision) ??
      true,
  )

  /** Looks whether a file holds the draft as it stands. */
  async function lookForCopies(): Promise<void> {
    const copies = await (await backup()).copies()
    if (copies.ok) fileCopies.value = copies.value.filter(({ kind }) => kind === 'file' || kind === 'folder')
  }

  /** What the rules on handing in say of this moment (X01–X05). */
  const refusals = computed(() => {
    const { engine } = schemeStore
    const { points } = drafts
    if (!engine || !points) return []
    return engine.checkHandingIn({
      retired: drafts.declarations['retired'] ?? '',
      errors: String(points.errors.length + points.missing.length),
      unconfirmed: String(points.warnings.length),
      backupOlder: isBackedUp.value ? '' : 'yes',
      otherDraft: '',
      demo: drafts.declarations['demo'] ?? '',
    })
  })
  const isReady = computed(
    () =>
      drafts.points !== undefined &&
      canHandIn(drafts.points) &&
      !drafts.isReadonly &&
      refusals.value.every(({ severity }) => severity !== 'error'),
  )

  function contentOf(): SubmissionContent | undefined {
    const { draft } = drafts
    if (!draft) return undefined
    const { id, version, digest } = schemeStore.manifest
    return {
      record: withCodeNames(draft.record, schemeStore.scheme, schemeStore.lookup),
      revision: (draft.handedIn?.revision ?? 0) + 1,
      ...(draft.handedIn && { previous: draft.handedIn.digest }),
      scheme: { id, version, digest },
      createdAt: new Date(clock.now()).toISOString(),
      ...(received.taskId !== undefined && { taskId: received.taskId }),
      warnings: drafts.reasons.map(({ rule, path, reason }) => ({ rule, path, reason })),
    }
  }

  async function generate(): Promise<void> {
    if (isRunning.value || !isReady.value) return
    isRunning.value = true
    error.value = undefined
    try {
      await signAndStore()
    } finally {
      isRunning.value = false
    }
  }

  async function signAndStore(): Promise<void> {
    if (!(await drafts.flush())) return
    const content = contentOf()
    const { draft } = drafts
    if (!content || !draft) return
    const key = await keys.signingKey()
    if (!key.ok) {
      error.value = key.error
      return
    }
    const task = await received.currentTask()
    if (!task.ok) {
      error.value = task.error
      return
    }
    const [{ generateSubmission, sealingKeys }, { outboxEntryOf }] = await Promise.all([
      import('./generate-submission.ts'),
      import('./outbox-entry.ts'),
    ])
    const recipients = task.value ? sealingKeys(task.value.content) : []
    const made = await generateSubmission(content, { key: key.value, on: clock.today(), recipients })
    if (!made.ok) {
      error.value = made.error
      return
    }
    const submission = {
      ...made.value,
      draftId: draft.id,
      revision: content.revision,
      createdAt: clock.now(),
      personName: draft.record.basic['name'] ?? '',
    }
    const onItsWay = outboxEntryOf(submission, { task: task.value, now: clock.now() })
    const stored = await storage.addSubmission(draft.id, drafts.revision, submission, onItsWay)
    if (!stored.ok) {
      error.value = stored.error
      return
    }
    drafts.adopt(stored.value.draft)
    done.value = stored.value.submission
    await save(stored.value.submission)
    await outbox.send(task.value)
  }

  /** Offers the file to the person's disk; again as often as wanted. */
  async function save(submission: StoredSubmission): Promise<void> {
    await files.save({ fileName: submission.fileName, text: handedOverText(submission), type: 'application/json' })
  }

  function reset(): void {
    done.value = undefined
    error.value = undefined
  }

  return { isRunning, error, done, refusals, isReady, lookForCopies, generate, save, reset }
})

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { withCodeNames } from '#core/record/code-names.ts'
import { givenUpValues, withoutGivenUp } from '#core/record/given-up.ts'
import { canHandIn } from '#core/submission/open-points.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { handInWords } from '../words/hand-in.zh-CN.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useDraftExchangeStore } from './useDraftExchangeStore.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'

/** What was signed and stored, and the task it follows. */
interface Signed {
  readonly submission: StoredSubmission
  readonly task: Parameters<ReturnType<typeof useOutboxStore>['send']>[0]
}

/** 生成报送: signs the open draft, reads the file back, and only then calls it done. */
export const useHandInStore = defineStore('hand-in', () => {
  const { storage, clock, keys, files, exchange } = usePlatform()
  const schemeStore = useSchemeStore()
  const drafts = useDraftStore()
  const received = useDraftExchangeStore()
  const outbox = useOutboxStore()
  const { showToast } = useToasts()
  const backups = useBackupStore()
  const isRunning = ref(false)
  const error = shallowRef<AppError>()
  const done = shallowRef<StoredSubmission>()
  /** What was done goes to a server by itself. */
  const goesToServer = ref(false)

  /** Whether a file or the folder holds the draft as it stands; until it is known nothing is claimed. */
  const isBackedUp = computed(() => {
    if (!backups.isKnown) return true
    const id = drafts.draft?.id ?? ''
    return [backups.lastInFile, backups.lastInFolder].some((last) => (last.get(id)?.revision ?? 0) >= drafts.revision)
  })

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
  /** What the draft keeps from an earlier version of the scheme, and a submission of this one cannot say. */
  const givenUp = computed(() => (drafts.record ? givenUpValues(drafts.record, schemeStore.scheme) : []))
  const isReady = computed(
    () =>
      drafts.points !== undefined &&
      canHandIn(drafts.points) &&
      (!drafts.isReadonly || drafts.isHeld) &&
      refusals.value.every(({ severity }) => severity !== 'error'),
  )

  function contentOf(): SubmissionContent | undefined {
    const { draft } = drafts
    if (!draft) return undefined
    const { scheme } = schemeStore
    const { id, version, digest } = schemeStore.manifest
    return {
      record: withCodeNames(withoutGivenUp(draft.record, scheme), scheme, schemeStore.lookup),
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
    const id = drafts.draft?.id
    const signed = await drafts.holdStill(signAndStore).finally(() => {
      isRunning.value = false
    })
    // Where the person went on to another draft meanwhile, this is not what became of that one.
    const isStanding = (): boolean => id === drafts.draft?.id
    if (!signed.ok) {
      if (isStanding()) error.value = signed.error
      return
    }
    if (!signed.value) return
    const { submission, task } = signed.value
    const isSent = task?.content.token !== undefined && (await exchange()).server.isHere(task.content)
    if (isStanding()) {
      done.value = submission
      goesToServer.value = isSent
    }
    await save(submission)
    await outbox.send(task)
  }

  /**
   * A page that writes does not read its draft again: one whose answer was lost after it was stored, or that was handed
   * in elsewhere, would be signed a second time as if it were the first.
   */
  async function adoptHandedIn(): Promise<Result<void>> {
    const { draft } = drafts
    const stored = draft && (await storage.load(draft.id))
    if (!stored) return ok(undefined)
    if (!stored.ok) return stored
    if (stored.value.revision === draft.revision) drafts.adopt(stored.value)
    return ok(undefined)
  }

  /** Nothing where not even the draft could be saved, which its page says. */
  async function signAndStore(): Promise<Result<Signed | undefined>> {
    if (!(await drafts.flush())) return ok(undefined)
    const known = await adoptHandedIn()
    if (!known.ok) return known
    const content = contentOf()
    const { draft } = drafts
    if (!content || !draft) return ok(undefined)
    const key = await keys.signingKey()
    if (!key.ok) return key
    const task = await received.currentTask(content.taskId)
    if (!task.ok) return task
    const [{ generateSubmission, sealingKeys }, { outboxEntryOf }] = await Promise.all([
      import('./generate-submission.ts'),
      import('./outbox-entry.ts'),
    ])
    const recipients = task.value ? sealingKeys(task.value.content) : []
    const made = await generateSubmission(content, { key: key.value, on: clock.today(), recipients })
    if (!made.ok) return made
    const submission = {
      ...made.value,
      draftId: draft.id,
      revision: content.revision,
      createdAt: clock.now(),
      personName: draft.record.basic['name'] ?? '',
    }
    const onItsWay = outboxEntryOf(submission, { task: task.value, now: clock.now() })
    const stored = await storage.addSubmission(draft.id, draft.revision, submission, onItsWay)
    if (!stored.ok) return stored
    drafts.adopt(stored.value.draft)
    return ok({ submission: stored.value.submission, task: task.value })
  }

  /** Offers the file to the person's disk; again as often as wanted. */
  async function save(submission: StoredSubmission): Promise<void> {
    await files.save({ fileName: submission.fileName, text: handedOverText(submission), type: 'application/json' })
    showToast({ message: handInWords.saved(submission.fileName) })
  }

  function reset(): void {
    done.value = undefined
    error.value = undefined
  }

  return { isRunning, error, done, goesToServer, refusals, givenUp, isReady, generate, save, reset }
})

import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { type ReceivedSlip, slipKey } from '#app/platform/storage/return-slip-storage.ts'
import { useToday } from '#app/shared/composables/useToday.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { openComments } from '#core/return-slip/open-comments.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { fixedValues } from '#core/task/fixed-values.ts'
import type { Task } from '#core/task/task.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useTaskStore } from './useTaskStore.ts'

/** A comment of the unit that nobody has answered yet. */
export interface OpenComment extends ReturnComment {
  readonly slipId: string
  readonly position: number
}

interface ReturnedDraft {
  readonly received: ReceivedSlip
  readonly submitted: PersonRecord
}

const noComments: readonly OpenComment[] = []

/** What the unit asks of the open draft: its task, and what it sent back. */
export const useDraftExchangeStore = defineStore('draft-exchange', () => {
  const { exchange, storage, clock } = usePlatform()
  const drafts = useDraftStore()
  const tasks = useTaskStore()
  const task = shallowRef<Task>()
  const isTaskMissing = shallowRef(false)
  const returned = shallowRef<readonly ReturnedDraft[]>([])

  const taskId = computed(() => drafts.declarations['task'] || undefined)
  // While another draft opens, the task of the one before may still stand here.
  const fixed = computed(() =>
    task.value && task.value.content.id === taskId.value ? fixedValues(task.value.content) : {},
  )
  /** Only what sends back the last submission is open: a newer one is the answer to all before. */
  const handedIn = computed(() => drafts.draft?.handedIn?.digest)
  const standing = computed(() =>
    returned.value.filter(({ received }) => received.slip.content.submissionDigest === handedIn.value),
  )
  const comments = computed<readonly OpenComment[]>(() => {
    const { record } = drafts
    if (!record || standing.value.length === 0) return noComments
    return standing.value.flatMap(({ received, submitted }) =>
      openComments(received.slip.content.comments, received.answered, submitted, record).map((comment) =>
        Object.assign({ slipId: slipKey(received) }, comment),
      ),
    )
  })
  const returnedBy = computed(() => standing.value[0]?.received.slip.content)

  /**
   * A task as it lies on the disk now: who generates a submission must not be faster than its loading, and names the one
   * they sign for, since another draft may be open by then.
   */
  async function currentTask(id: string | undefined): Promise<Result<Task | undefined>> {
    if (id === undefined) return ok(undefined)
    const accepted = await (await exchange()).tasks.get(id)
    return accepted.ok ? ok(accepted.value?.task) : accepted
  }

  async function loadTask(id: string | undefined): Promise<void> {
    const current = await currentTask(id)
    if (id !== taskId.value) return
    task.value = current.ok ? current.value : undefined
    isTaskMissing.value = id !== undefined && task.value === undefined
  }

  async function submittedBy({ slip }: ReceivedSlip): Promise<PersonRecord | undefined> {
    const stored = await storage.getSubmission(slip.content.submissionDigest)
    const read = stored.ok && stored.value ? await readSubmission(stored.value.text) : undefined
    return read?.ok ? read.value.content.record : undefined
  }

  async function loadReturned(draftId: string | undefined): Promise<void> {
    const listed = draftId === undefined ? undefined : await (await exchange()).slips.list(draftId)
    const found: ReturnedDraft[] = []
    for (const received of listed?.ok ? listed.value : []) {
      const submitted = await submittedBy(received)
      if (submitted) found.push({ received, submitted })
    }
    if (draftId === drafts.draft?.id) returned.value = found
  }

  /** What the draft says otherwise than its task; as text, so that it is the same after each key. */
  const astray = computed(() =>
    Object.entries(fixed.value)
      .filter(([field, value]) => drafts.record?.basic[field] !== value)
      .map(([field]) => field)
      .join(' '),
  )

  /** The draft says what its task fixes, as soon as this tab may write it. */
  function follow(): void {
    const { draft, isReadonly, record, role } = drafts
    const isPending = draft !== undefined && tasks.pending?.draftId === draft.id
    // Whoever accepted it here fills it in here: the tab that has the pen would never hear of the task.
    if (isPending && role === 'reader') void drafts.takeOver()
    if (!draft || !record || isReadonly) return
    if (isPending && tasks.pending) {
      const { taskId: id } = tasks.pending
      tasks.pending = undefined
      drafts.declare('task', id)
    }
    const edits = Object.entries(fixed.value)
      .filter(([field, value]) => record.basic[field] !== value)
      .map(([field, value]) => ({ kind: 'set', sheet: 'basic', row: 0, field, value }) as const)
    if (edits.length === 0) return
    drafts.edit(edits)
    // No step of the person: taking it back would leave a fixed field that says something else.
    drafts.undoing.forget()
  }

  /** The person marks a comment as dealt with, the value being right as it is. */
  async function answer({ slipId, position }: OpenComment): Promise<Result<void>> {
    const { slips } = await exchange()
    const kept = await slips.answer(slipId, position)
    await loadReturned(drafts.draft?.id)
    return kept
  }

  /** The draft no longer follows its task. */
  const leaveTask = (): void => drafts.declare('task', '')

  watch(taskId, (id) => void loadTask(id), { immediate: true })
  watch(
    () => drafts.draft?.id,
    (id) => void loadReturned(id),
    { immediate: true },
  )
  watch([() => drafts.draft?.id, () => drafts.role, () => drafts.isReadonly, fixed, astray], follow, {
    immediate: true,
  })

  const today = useToday(clock)
  return { task, taskId, isTaskMissing, fixed, comments, returnedBy, answer, leaveTask, currentTask, today }
})

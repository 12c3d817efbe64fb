import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Draft, DraftChange } from '#app/platform/storage/draft-storage.ts'
import { useStorageTrouble } from '#app/shared/composables/useStorageTrouble.ts'
import { useToday } from '#app/shared/composables/useToday.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { applyEdits, type RecordEdit } from '#core/record/edit-record.ts'
import type { Issue } from '#core/rules/issue.ts'
import { type Confirmation, isConfirmed, moveConfirmations, type Warned } from '#core/submission/confirmation.ts'
import { draftCleanUp } from './draft-clean-up.ts'
import { editsWithFills } from './draft-edits.ts'
import { draftPoints } from './draft-points.ts'
import { reasonsOf } from './draft-reasons.ts'
import { oneDeskAtATime } from './one-desk.ts'
import { createDraftUndo, groupOf, groupOfReason, type UndoState } from './draft-undo.ts'
import { idNumberDerivations } from './id-number-derivations.ts'
import { useLiveIssues } from './live-issues.ts'
import { useTouchedFields } from './touched-fields.ts'

/** The draft being filled in: its record, what the rules say of it, and whether it is safe. */
export const useDraftStore = defineStore('draft', () => {
  const platform = usePlatform()
  const schemeStore = useSchemeStore()
  const activePath = ref('')
  const { desk, loadError, open, close } = oneDeskAtATime(platform, {
    onOpen() {
      touchAnew()
      undoing.forget()
    },
    onClose() {
      activePath.value = ''
      cleaning.forget()
    },
  })

  const draft = computed<Draft | undefined>(() => desk.value?.draft.value)
  const record = computed(() => draft.value?.record)
  const { touched, touch, follow, touchAll, touchAnew } = useTouchedFields(record)
  const confirmations = computed(() => draft.value?.confirmations ?? [])
  const declarations = computed(() => draft.value?.declarations ?? {})
  const revision = computed(() => draft.value?.revision ?? 0)
  const save = computed(() => desk.value?.save.value ?? { state: 'saved' as const })
  const role = computed(() => desk.value?.role.value)
  const trouble = useStorageTrouble()
  /** What is being done with it as it stands, signed or put behind a lock: nothing of it moves till all that is over. */
  const holds = ref(0)
  const isHeld = computed(() => holds.value > 0)
  /** Not this page’s to change now. What still reaches a field when saving has failed is: it stands on the screen. */
  const isClosed = computed(() => isHeld.value || role.value !== 'writer')
  const isReadonly = computed(() => isClosed.value || save.value.state === 'failed' || trouble.value === 'outdated')
  const undoing = createDraftUndo({
    now: () => (isReadonly.value ? undefined : draft.value),
    put(state) {
      change(state)
      void flush()
    },
  })
  const issues = useLiveIssues(record, () => schemeStore.engine, useToday(platform.clock))
  const { points, walk, sheets } = draftPoints({ record, issues, confirmations })
  const { reasonOf, reasons } = reasonsOf(points, confirmations)

  const cleaning = draftCleanUp({ record, edit, save: () => void flush() })

  function change(next: Partial<DraftChange>): void {
    if (!isClosed.value) desk.value?.change(next)
  }

  function edit(edits: readonly RecordEdit[]): void {
    if (!record.value) return
    const sources = { tables: schemeStore.lookup, derivations: idNumberDerivations }
    const all = editsWithFills(record.value, edits, schemeStore.scheme, sources)
    const before: UndoState = { record: record.value, confirmations: confirmations.value }
    const edited = applyEdits(before.record, all)
    // What was not taken moves no reason either.
    if (edited === before.record) return
    const after: UndoState = {
      record: edited,
      confirmations: all.reduce<readonly Confirmation[]>(moveConfirmations, before.confirmations),
    }
    takeStep(before, after, groupOf(edits, schemeStore.scheme))
    edits.forEach(follow)
  }

  function takeStep(before: UndoState, after: UndoState, group = ''): void {
    if (isClosed.value) return
    undoing.note({ before, after, group })
    change(after)
  }

  /** The person left a field: clean it up, tell what was cleaned, and save at once. */
  function leave(path: string): void {
    touched.add(path)
    cleaning.left(path)
    undoing.pause()
    void flush()
  }

  /** Keeps the reason given for a warning; an empty reason takes the confirmation back. */
  function confirm(issue: Warned, reason: string): void {
    if (!record.value || reasonOf(issue) === reason) return
    const others = confirmations.value.filter((confirmation) => !isConfirmed(issue, [confirmation]))
    const { rule, path, message } = issue
    const before: UndoState = { record: record.value, confirmations: confirmations.value }
    const given = reason === '' ? [] : [{ rule, path, message, reason }]
    takeStep(before, { ...before, confirmations: [...others, ...given] }, groupOfReason(issue))
  }

  function applyFix(issue: Issue): void {
    if (issue.fix) edit(issue.fix.edits)
    touched.add(issue.path)
    void flush()
  }

  function declare(key: string, value: string): void {
    change({ declarations: { ...declarations.value, [key]: value } })
    void flush()
  }

  /** Writes what is not yet saved; true when everything is. */
  const flush = async (): Promise<boolean> => (await desk.value?.flush()) ?? true
  const setComposing = (isComposing: boolean): void => desk.value?.setComposing(isComposing)
  const retrySave = async (): Promise<void> => void (await desk.value?.retry())
  const takeOver = async (): Promise<void> => desk.value?.takeOver()
  /** Takes an earlier state back; what stands now is kept in the history first. */
  async function takeBack(state: DraftChange): Promise<boolean> {
    if (isReadonly.value || !draft.value) return false
    desk.value?.keepNext('beforeRestore')
    change(state)
    return flush()
  }
  function adopt(next: Draft): void {
    if (next.id === draft.value?.id) desk.value?.adopt(next)
  }

  /** Nothing of the draft is changed in this page while the work runs. */
  async function holdStill<T>(work: () => Promise<T>): Promise<T> {
    holds.value += 1
    try {
      return await work()
    } finally {
      holds.value -= 1
    }
  }

  /** Saves what stands on the screen to a file when the browser cannot keep it. */
  async function rescue(): Promise<void> {
    const file = desk.value?.rescueFile()
    if (file) await platform.files.save({ ...file, type: 'application/json' })
  }

  return {
    draft,
    record,
    revision,
    confirmations,
    declarations,
    reasons,
    loadError,
    save,
    role,
    isReadonly,
    isHeld,
    trouble,
    issues,
    points,
    walk,
    sheets,
    touched,
    activePath,
    undoing,
    open,
    close,
    edit,
    leave,
    touch,
    touchAll,
    confirm,
    reasonOf,
    applyFix,
    declare,
    flush,
    setComposing,
    retrySave,
    takeOver,
    takeBack,
    adopt,
    holdStill,
    rescue,
  }
})

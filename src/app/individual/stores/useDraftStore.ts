import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Draft, DraftChange } from '#app/platform/storage/draft-storage.ts'
import { useStorageTrouble } from '#app/shared/composables/useStorageTrouble.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { applyEdits, type RecordEdit } from '#core/record/edit-record.ts'
import type { Issue } from '#core/rules/issue.ts'
import { type Confirmation, isConfirmed, moveConfirmations } from '#core/submission/confirmation.ts'
import { draftCleanUp } from './draft-clean-up.ts'
import { editsWithFills } from './draft-edits.ts'
import { type DraftDesk, openDraftDesk } from './draft-desk.ts'
import { draftPoints } from './draft-points.ts'
import { reasonsOf } from './draft-reasons.ts'
import { createDraftUndo, type UndoState } from './draft-undo.ts'
import { idNumberDerivations } from './id-number-derivations.ts'
import { useLiveIssues } from './live-issues.ts'
import { useTouchedFields } from './touched-fields.ts'

/** The draft being filled in: its record, what the rules say of it, and whether it is safe. */
export const useDraftStore = defineStore('draft', () => {
  const platform = usePlatform()
  const schemeStore = useSchemeStore()
  const desk = shallowRef<DraftDesk>()
  const loadError = shallowRef<AppError>()
  const activePath = ref('')

  const draft = computed<Draft | undefined>(() => desk.value?.draft.value)
  const record = computed(() => draft.value?.record)
  const { touched, touch, touchAll, touchAnew } = useTouchedFields(record)
  const confirmations = computed(() => draft.value?.confirmations ?? [])
  const declarations = computed(() => draft.value?.declarations ?? {})
  const revision = computed(() => draft.value?.revision ?? 0)
  const save = computed(() => desk.value?.save.value ?? { state: 'saved' as const })
  const role = computed(() => desk.value?.role.value)
  const trouble = useStorageTrouble()
  const isReadonly = computed(
    () => role.value !== 'writer' || save.value.state === 'failed' || trouble.value === 'outdated',
  )
  const undoing = createDraftUndo({
    now: () => (isReadonly.value ? undefined : draft.value),
    put(state) {
      change(state)
      void flush()
    },
  })
  const issues = useLiveIssues(
    record,
    () => schemeStore.engine,
    () => platform.clock.today(),
  )
  const { points, walk, sheets } = draftPoints({ record, issues, confirmations })
  const { reasonOf, reasons } = reasonsOf(points, confirmations)

  const cleaning = draftCleanUp({ record, edit, save: () => void flush() })

  async function open(id: string): Promise<void> {
    if (draft.value?.id === id) return
    await close()
    loadError.value = undefined
    const opened = await openDraftDesk(id, platform)
    if (!opened.ok) {
      loadError.value = opened.error
      return
    }
    desk.value = opened.value
    touchAnew()
    undoing.forget()
  }

  async function close(): Promise<void> {
    const closing = desk.value
    desk.value = undefined
    activePath.value = ''
    cleaning.forget()
    await closing?.close()
  }

  function change(next: Partial<DraftChange>): void {
    if (!isReadonly.value) desk.value?.change(next)
  }

  function edit(edits: readonly RecordEdit[]): void {
    if (!record.value) return
    const sources = { tables: schemeStore.lookup, derivations: idNumberDerivations }
    const all = editsWithFills(record.value, edits, schemeStore.scheme, sources)
    const before: UndoState = { record: record.value, confirmations: confirmations.value }
    const after: UndoState = {
      record: applyEdits(before.record, all),
      confirmations: all.reduce<readonly Confirmation[]>(moveConfirmations, before.confirmations),
    }
    if (isReadonly.value) return
    undoing.note(edits, before, after)
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
  function confirm(issue: Issue, reason: string): void {
    const others = confirmations.value.filter((confirmation) => !isConfirmed(issue, [confirmation]))
    const { rule, path, message } = issue
    change({ confirmations: reason === '' ? others : [...others, { rule, path, message, reason }] })
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
  const adopt = (next: Draft): void => desk.value?.adopt(next)

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
    rescue,
  }
})

import { computed, shallowRef } from 'vue'
import type { DraftChange } from '#app/platform/storage/draft-storage.ts'
import {
  closeGroup,
  emptyUndoStack,
  pushStep,
  redoStep,
  undoStep,
  type UndoStack,
  type UndoStep,
} from '#core/history/undo-stack.ts'
import type { RecordEdit } from '#core/record/edit-record.ts'
import { formatPath } from '#core/record/field-path.ts'
import { fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import type { Warned } from '#core/submission/confirmation.ts'

/** What undoing takes back: the record and the reasons given for warnings. */
export type UndoState = Pick<DraftChange, 'record' | 'confirmations'>

/** The open draft, as undoing sees it. */
interface UndoTarget {
  /** What stands now; undefined while it may not be changed. */
  readonly now: () => UndoState | undefined
  readonly put: (state: UndoState) => void
}

/** Typing in one field is one step; adding a row, a fix or a chosen code stands alone. */
export function groupOf([first, ...others]: readonly RecordEdit[], scheme: Scheme): string {
  if (first?.kind !== 'set' || others.length > 0) return ''
  const sheet = sheetByKey(scheme, first.sheet)
  const field = sheet && fieldByKey(sheet, first.field)
  return field?.kind === 'code' ? '' : formatPath(first)
}

/** Typing a reason is one step as well; no field has a path like it. */
export const groupOfReason = ({ rule, path }: Warned): string => `reason ${rule} ${path}`

/** What was read back from the disk is another object that says the same. */
const isSame = (one: object, other: object): boolean => one === other || JSON.stringify(one) === JSON.stringify(other)

/** The steps of this page on the open draft. */
export function createDraftUndo({ now, put }: UndoTarget) {
  const stack = shallowRef<UndoStack<UndoState>>(emptyUndoStack)

  /** Puts the other end of a step in the place of the one that stands. */
  function turn(step: UndoStep<UndoState>, from: 'before' | 'after'): UndoState | undefined {
    const standing = now()
    if (!standing) return undefined
    const { record, confirmations } = step[from]
    // What another tab wrote meanwhile is never undone by this one.
    if (!isSame(standing.record, record) || !isSame(standing.confirmations, confirmations)) {
      stack.value = emptyUndoStack
      return undefined
    }
    put(step[from === 'before' ? 'after' : 'before'])
    return standing
  }

  function take(from: typeof undoStep<UndoState>, end: 'before' | 'after'): UndoState | undefined {
    const taken = now() && from(stack.value)
    if (!taken) return undefined
    stack.value = taken.stack
    return turn(taken.step, end)
  }

  return {
    canUndo: computed(() => stack.value.past.length > 0),
    canRedo: computed(() => stack.value.future.length > 0),
    /** The step that is still being typed; undefined when the last one is done. */
    typing: computed(() => (stack.value.isGroupOpen ? stack.value.past.at(-1) : undefined)),
    note(step: UndoStep<UndoState>): void {
      stack.value = pushStep(stack.value, step)
    },
    pause(): void {
      stack.value = closeGroup(stack.value)
    },
    forget(): void {
      stack.value = emptyUndoStack
    },
    /** Takes the last step back; returns what it was taken from. */
    undo: (): UndoState | undefined => take(undoStep, 'after'),
    /** Does the step again that was taken back last. */
    redo: (): UndoState | undefined => take(redoStep, 'before'),
  }
}

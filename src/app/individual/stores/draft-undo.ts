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
import type { PersonRecord } from '#core/record/record.ts'

/** What undoing takes back: the record and the reasons given for warnings. */
export type UndoState = Pick<DraftChange, 'record' | 'confirmations'>

/** The open draft, as undoing sees it. */
interface UndoTarget {
  /** What stands now; undefined while it may not be changed. */
  readonly now: () => UndoState | undefined
  readonly put: (state: UndoState) => void
}

/** Typing in one field is one step; adding a row, a fix or a chosen code stands alone. */
function groupOf([first, ...others]: readonly RecordEdit[]): string {
  return first?.kind === 'set' && others.length === 0 ? formatPath(first) : ''
}

/** A record that was read back from the disk is another object that says the same. */
const isSame = (one: PersonRecord, other: PersonRecord): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

/** The steps of this page on the open draft. */
export function createDraftUndo({ now, put }: UndoTarget) {
  const stack = shallowRef<UndoStack<UndoState>>(emptyUndoStack)

  /** Puts the other end of a step in the place of the one that stands; reasons given meanwhile stay. */
  function turn(step: UndoStep<UndoState>, from: 'before' | 'after'): PersonRecord | undefined {
    const standing = now()
    if (!standing) return undefined
    // What another tab wrote meanwhile is never undone by this one.
    if (!isSame(standing.record, step[from].record)) {
      stack.value = emptyUndoStack
      return undefined
    }
    const next = step[from === 'before' ? 'after' : 'before']
    const kept = standing.confirmations.filter((known) => !next.confirmations.includes(known))
    put({ record: next.record, confirmations: [...next.confirmations, ...kept] })
    return standing.record
  }

  function take(from: typeof undoStep<UndoState>, end: 'before' | 'after'): PersonRecord | undefined {
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
    note(edits: readonly RecordEdit[], before: UndoState, after: UndoState): void {
      stack.value = pushStep(stack.value, { before, after, group: groupOf(edits) })
    },
    pause(): void {
      stack.value = closeGroup(stack.value)
    },
    forget(): void {
      stack.value = emptyUndoStack
    },
    /** Takes the last step back; returns the record it was taken from. */
    undo: (): PersonRecord | undefined => take(undoStep, 'after'),
    /** Does the step again that was taken back last. */
    redo: (): PersonRecord | undefined => take(redoStep, 'before'),
  }
}

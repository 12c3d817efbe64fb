/** One thing a person did: the state before it and after it. */
export interface UndoStep<State> {
  readonly before: State
  readonly after: State
  /** Steps of one group that follow each other are one step, e.g. the keys typed in a field; empty stands alone. */
  readonly group: string
}

/** What can be undone and what can be done again. */
export interface UndoStack<State> {
  readonly past: readonly UndoStep<State>[]
  readonly future: readonly UndoStep<State>[]
  /** Whether the next step of the same group joins the last one. */
  readonly isGroupOpen: boolean
}

/** Steps that are kept; a state shares with its neighbours what did not change. */
const longest = 500

/** A stack on which nothing has happened. */
export const emptyUndoStack: UndoStack<never> = { past: [], future: [], isGroupOpen: false }

/** The stack after one more step; what was undone before can no longer be done again. */
export function pushStep<State>(stack: UndoStack<State>, step: UndoStep<State>): UndoStack<State> {
  const last = stack.past.at(-1)
  const isJoined = stack.isGroupOpen && step.group !== '' && last?.group === step.group
  const earlier = isJoined ? stack.past.slice(0, -1) : stack.past.slice(1 - longest)
  const joined = isJoined ? { ...step, before: last.before } : step
  return { past: [...earlier, joined], future: [], isGroupOpen: true }
}

/** The stack after a pause, e.g. when a field was left: what follows is a new step. */
export function closeGroup<State>(stack: UndoStack<State>): UndoStack<State> {
  return stack.isGroupOpen ? { ...stack, isGroupOpen: false } : stack
}

/** What undoing or redoing gives: the stack and the step that was taken back or done again. */
export interface Taken<State> {
  readonly stack: UndoStack<State>
  readonly step: UndoStep<State>
}

/** Takes the last step back; undefined when there is none. */
export function undoStep<State>({ past, future }: UndoStack<State>): Taken<State> | undefined {
  const step = past.at(-1)
  return step && { step, stack: { past: past.slice(0, -1), future: [step, ...future], isGroupOpen: false } }
}

/** Does the step again that was taken back last; undefined when there is none. */
export function redoStep<State>({ past, future }: UndoStack<State>): Taken<State> | undefined {
  const [step, ...later] = future
  return step && { step, stack: { past: [...past, step], future: later, isGroupOpen: false } }
}

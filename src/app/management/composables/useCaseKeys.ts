import { useDocumentKeys } from '#app/shared/composables/useDocumentKeys.ts'
import { isComposing } from '#app/shared/composables/isComposing.ts'
import { isDialogOpen } from '#app/shared/ui/is-dialog-open.ts'

/** What the keys of a reviewer do. */
export interface CaseKeys {
  readonly next: () => void
  readonly previous: () => void
  readonly pass: () => void
  readonly sendBack: () => void
  /** Goes to the next comment of the return slip, or the one before. */
  readonly walkAnswers: (by: 1 | -1) => void
  /** Picks the open person, or no longer. */
  readonly pick: () => void
  /** Shows a view by its place: 1 is the first; 0 shows everybody. */
  readonly view: (place: number) => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))

const walking: ReadonlySet<string> = new Set(['j', 'k', 'f8'])

/** A key held down walks on, but decides once. */
const isForTheDesk = (event: KeyboardEvent): boolean =>
  !isComposing(event) &&
  !(event.ctrlKey || event.metaKey || event.altKey) &&
  !(event.repeat && !walking.has(event.key.toLowerCase())) &&
  !isTyping(event.target) &&
  !isDialogOpen()

/**
 * J next, K previous, P pass, R return, X pick, F8 what was asked, digits for the views: while nobody types and no dialog
 * is open.
 */
export function useCaseKeys(keys: CaseKeys): void {
  const actions: ReadonlyMap<string, () => void> = new Map([
    ['j', keys.next],
    ['k', keys.previous],
    ['p', keys.pass],
    ['r', keys.sendBack],
    ['x', keys.pick],
  ])

  function pressed(event: KeyboardEvent): void {
    if (!isForTheDesk(event)) return
    const view = /^\d$/.test(event.key) ? () => keys.view(Number(event.key)) : undefined
    const walk = event.key === 'F8' ? () => keys.walkAnswers(event.shiftKey ? -1 : 1) : undefined
    const action = view ?? walk ?? actions.get(event.key.toLowerCase())
    if (!action) return
    event.preventDefault()
    action()
  }

  useDocumentKeys(pressed)
}

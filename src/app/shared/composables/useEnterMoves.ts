import { isComposing } from './isComposing.ts'

const stops = 'input:not([disabled]), textarea:not([disabled])'

/** Enter goes to the next input of the form; not in long texts, not while composing. */
export function useEnterMoves(): (event: KeyboardEvent) => void {
  return (event) => {
    const { target, currentTarget } = event
    const isPlain = event.key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey && !isComposing(event)
    if (!isPlain || !(target instanceof HTMLInputElement) || !(currentTarget instanceof HTMLElement)) return
    if (target.dataset['path'] === undefined) return
    const inputs = [...currentTarget.querySelectorAll<HTMLElement>(stops)].filter(
      ({ dataset }) => dataset['path'] !== undefined,
    )
    const next = inputs[inputs.indexOf(target) + (event.shiftKey ? -1 : 1)]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
}

import { isComposing } from './isComposing.ts'

const stops = 'input:not([disabled]), textarea:not([disabled])'
/** What comes after the last input: the next row, what adds one, or the way to the next sheet. */
const afterwards = '.row-card .summary, [data-after-fields]'

function nextAfter(form: HTMLElement): HTMLElement | undefined {
  const places = [...document.querySelectorAll<HTMLElement>(afterwards)]
  return places.find((place) => (form.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
}

function placeFrom(form: HTMLElement, input: HTMLInputElement, isBack: boolean): HTMLElement | undefined {
  const inputs = [...form.querySelectorAll<HTMLElement>(stops)].filter(({ dataset }) => dataset['path'] !== undefined)
  const at = inputs.indexOf(input)
  return isBack ? inputs[at - 1] : (inputs[at + 1] ?? nextAfter(form))
}

/** Enter goes to the next input, and from the last to what comes after it; not in long texts, not while composing. */
export function useEnterMoves(): (event: KeyboardEvent) => void {
  return (event) => {
    const { target, currentTarget } = event
    const isPlain = event.key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey && !isComposing(event)
    if (!isPlain || !(target instanceof HTMLInputElement) || !(currentTarget instanceof HTMLElement)) return
    if (target.dataset['path'] === undefined) return
    const next = placeFrom(currentTarget, target, event.shiftKey)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
}

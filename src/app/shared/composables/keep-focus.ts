interface Place {
  /** What has the focus, and what it stands in, from the inside out. */
  readonly element: HTMLElement
  readonly around: readonly { readonly parent: Element; readonly position: number }[]
  readonly address: string
}

// A text that is typed goes nowhere by itself, and nothing may watch over a key press.
const isPressed = (element: HTMLElement): boolean =>
  element.matches('button, summary, a, select, input[type=checkbox], input[type=radio]')
const headings = 'h1, h2, h3, h4'
const controls = 'button:enabled, a[href], summary, select:enabled, input:enabled, textarea:enabled'

function placeOf(element: HTMLElement): Place {
  const around: { parent: Element; position: number }[] = []
  for (let child: Element = element; child.parentElement; child = child.parentElement) {
    around.push({ parent: child.parentElement, position: [...child.parentElement.children].indexOf(child) })
  }
  return { element, around, address: location.pathname }
}

function firstIn(element: Element | undefined): HTMLElement | undefined {
  if (!element) return undefined
  const shown = (selector: string): HTMLElement | undefined =>
    [element, ...element.querySelectorAll(selector)].find(
      (each): each is HTMLElement =>
        each instanceof HTMLElement && each.matches(selector) && each.getClientRects().length > 0,
    )
  return shown(headings) ?? shown(controls)
}

/** What stands where it stood, or else the beginning of what it stood in. */
function successorOf({ around }: Place): HTMLElement | undefined {
  for (const { parent, position } of around) {
    if (!parent.isConnected || parent === document.body) continue
    const found = firstIn(parent.children[position]) ?? firstIn(parent)
    if (found) return found
  }
  return undefined
}

function giveFocus(element: HTMLElement): void {
  if (element.matches(headings)) element.tabIndex = -1
  element.focus({ preventScroll: true })
}

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body
const isEnabled = (element: HTMLElement): boolean => !element.matches(':disabled')

/**
 * A button that did its work and is gone, or waits disabled for its end, gives the focus to what came in its place or
 * takes it back: keys go on from there, and a screen reader does not begin the page again. Going to another page is
 * `useFocusAfterNavigation`.
 */
export function keepFocus(): void {
  let place: Place | undefined
  let isDue = false

  function look(): void {
    isDue = false
    if (!place || !isLost()) return
    if (location.pathname !== place.address) place = undefined
    else if (!place.element.isConnected) {
      const successor = successorOf(place)
      place = undefined
      if (successor) giveFocus(successor)
    } else if (isEnabled(place.element)) giveFocus(place.element)
  }

  const changes = new MutationObserver(() => {
    if (isDue || !place) return
    isDue = true
    // What a page gives the focus to by itself has it by then.
    requestAnimationFrame(() => requestAnimationFrame(look))
  })
  function watchOver(target: EventTarget | null): void {
    changes.disconnect()
    place = target instanceof HTMLElement && isPressed(target) ? placeOf(target) : undefined
    if (!place) return
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  }
  watchOver(document.activeElement)
  document.addEventListener('focusin', ({ target }) => watchOver(target))
  // A press beside everything lets go of the focus on purpose.
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Element) || !target.closest('button, a, label, summary, input, select')) place = undefined
  })
}

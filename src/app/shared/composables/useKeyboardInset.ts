import { onScopeDispose } from 'vue'

/** More than the bars of a browser take when they come and go, less than any keyboard. */
const leastKeyboardPx = 110

const place = (style: CSSStyleDeclaration, name: string, px: number): void => {
  if (px > 1) style.setProperty(name, `${Math.round(px)}px`)
  else style.removeProperty(name)
}

/** Says whether a keyboard has just come up; the height without one is learnt anew once the screen is turned. */
function watchForKeyboard(view: VisualViewport): () => boolean {
  let { width, height: tallest } = view
  let isUp = false
  return () => {
    if (view.width !== width) [width, tallest] = [view.width, view.height]
    tallest = Math.max(tallest, view.height)
    const wasUp = isUp
    isUp = tallest - view.height > leastKeyboardPx
    return isUp && !wasUp
  }
}

function bringFieldInSight(): void {
  const field = document.activeElement
  if (field?.matches('input, textarea')) field.scrollIntoView({ block: 'nearest' })
}

/**
 * Says in `--keyboard` how much of the page the keyboard on the screen covers, and in `--panned` how far the page was
 * moved up beneath what stays at its top. Where the keyboard makes the page smaller (`interactive-widget`) that is
 * nothing; iOS lays it over the page, and what is fixed at the foot must rise above it. It comes after the focus: only
 * then does it show whether the field is still in sight.
 */
export function useKeyboardInset(view: VisualViewport | null = window.visualViewport): void {
  if (!view) return
  const { style } = document.documentElement
  const hasKeyboardCome = watchForKeyboard(view)
  function measure(): void {
    if (!view) return
    // A page that is zoomed in is covered by nothing: its foot is only out of sight.
    const isZoomed = view.scale > 1
    place(style, '--keyboard', isZoomed ? 0 : document.documentElement.clientHeight - view.height - view.offsetTop)
    place(style, '--panned', isZoomed ? 0 : view.offsetTop)
  }
  function onResize(): void {
    measure()
    if (view && view.scale <= 1 && hasKeyboardCome()) bringFieldInSight()
  }
  view.addEventListener('resize', onResize)
  view.addEventListener('scroll', measure)
  onScopeDispose(() => {
    view.removeEventListener('resize', onResize)
    view.removeEventListener('scroll', measure)
    style.removeProperty('--keyboard')
    style.removeProperty('--panned')
  })
}

import { onScopeDispose } from 'vue'

/**
 * Says in `--keyboard` how much of the page the keyboard on the screen covers. Where it makes the page smaller
 * (`interactive-widget`) that is nothing; iOS lays it over the page, and what is fixed at the foot must rise above it.
 */
export function useKeyboardInset(view: VisualViewport | null = window.visualViewport): void {
  if (!view) return
  const { style } = document.documentElement
  function measure(): void {
    if (!view) return
    // A page that is zoomed in is covered by nothing: its foot is only out of sight.
    const covered = view.scale > 1 ? 0 : document.documentElement.clientHeight - view.height - view.offsetTop
    if (covered > 1) style.setProperty('--keyboard', `${Math.round(covered)}px`)
    else style.removeProperty('--keyboard')
  }
  view.addEventListener('resize', measure)
  view.addEventListener('scroll', measure)
  onScopeDispose(() => {
    view.removeEventListener('resize', measure)
    view.removeEventListener('scroll', measure)
    style.removeProperty('--keyboard')
  })
}

const afterPaintMs = 200
// A tab in the background paints nothing, and still is to work.
const atLatestMs = 3000

/** Runs something once the page has been drawn and the person has had a moment to see it. */
export function afterFirstPaint(run: () => void): void {
  let isDone = false
  const once = (): void => {
    if (isDone) return
    isDone = true
    run()
  }
  requestAnimationFrame(() => setTimeout(once, afterPaintMs))
  setTimeout(once, atLatestMs)
}

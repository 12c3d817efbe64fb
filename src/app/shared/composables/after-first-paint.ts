const afterPaintMs = 200

/** Runs something once the page has been drawn and the person has had a moment to see it. */
export function afterFirstPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run, afterPaintMs))
}

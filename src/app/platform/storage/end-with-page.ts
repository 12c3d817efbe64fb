/** Ends what works beside the page, in a database of its own, when the page is put aside; the answer takes it back. */
export function endWithPage(end: () => void): () => void {
  const leave = (event: Event): void => {
    if (event instanceof PageTransitionEvent && event.persisted) end()
  }
  addEventListener('pagehide', leave)
  return () => removeEventListener('pagehide', leave)
}

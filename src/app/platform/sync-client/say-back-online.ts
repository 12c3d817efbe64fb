const askAgainMs = 5000

interface OnlineTarget extends EventTarget {
  readonly navigator: { readonly onLine: boolean }
}

/**
 * Firefox does not say that the network is back to a page that was opened without one: it is asked, and `online` is
 * said in its place, until the returned function is called.
 */
export function sayBackOnline(target: OnlineTarget = window): () => void {
  let wasOnline = target.navigator.onLine
  const timer = setInterval(() => {
    const isBack = !wasOnline && target.navigator.onLine
    wasOnline = target.navigator.onLine
    if (isBack) target.dispatchEvent(new Event('online'))
  }, askAgainMs)
  // A browser that does say so is not said after.
  const heard = (): void => {
    wasOnline = true
  }
  target.addEventListener('online', heard)
  return () => {
    clearInterval(timer)
    target.removeEventListener('online', heard)
  }
}

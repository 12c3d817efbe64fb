/**
 * For what is asked again before it was answered: each asking gives a function that says, once the answer is there,
 * whether it may be shown; it may not when a later one was answered before it.
 */
export function answersInOrder(): () => () => boolean {
  let asked = 0
  let shown = 0
  return () => {
    const turn = ++asked
    return () => {
      if (turn < shown) return false
      shown = turn
      return true
    }
  }
}

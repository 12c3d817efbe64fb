import { effect, onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** How long a change waits for the next: longer than between two keys, shorter than a glance. */
const lullMs = 250

/**
 * What `read` gives, a moment after its last change: what a person looks at between keys is neither worked out nor drawn
 * with each key.
 */
export function useSettled<T>(read: () => T): Readonly<ShallowRef<T>> {
  const settled = shallowRef(read())
  let waiting: ReturnType<typeof setTimeout> | undefined
  let changedAt = 0
  const follow = effect(
    () => {
      settled.value = read()
    },
    {
      // One timer, which looks again when it ends too early: setting one anew takes time of every key.
      scheduler: () => {
        changedAt = performance.now()
        waiting ??= setTimeout(look, lullMs)
      },
    },
  )
  function look(): void {
    const leftMs = changedAt + lullMs - performance.now()
    waiting = leftMs > 0 ? setTimeout(look, leftMs) : undefined
    if (waiting === undefined) follow()
  }
  onScopeDispose(() => clearTimeout(waiting))
  return settled
}

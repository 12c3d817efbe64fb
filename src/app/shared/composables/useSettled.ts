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
  const follow = effect(
    () => {
      settled.value = read()
    },
    {
      scheduler: () => {
        clearTimeout(waiting)
        waiting = setTimeout(follow, lullMs)
      },
    },
  )
  onScopeDispose(() => clearTimeout(waiting))
  return settled
}

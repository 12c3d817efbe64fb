import { watch } from 'vue'
import { useCaseListStore } from '../stores/useCaseListStore.ts'

/** Those listed, by what they go by in addresses. */
type Listed = readonly { readonly key: string }[]

/** How one goes from person to person in a list that the open person may leave. */
export function makeListWalk(isPerson: (key: string) => boolean) {
  /** Who was opened one after the other, and which of them is open. */
  let path: readonly string[] = []
  let at = 0
  /** Where in the list the open person, or the one before, stood last. */
  let stoodAt = 0
  let listed: Listed = []
  const placeOf = (key: string | undefined): number => listed.findIndex((row) => row.key === key)

  /** Who is open, and who is listed now; another choice of people has no place for who is not among them. */
  function stand(key: string, now: Listed, isOtherChoice: boolean): void {
    if (isOtherChoice || path[at] !== key) [path, at, stoodAt] = [[key], 0, 0]
    listed = now
    const place = placeOf(key)
    if (place >= 0) stoodAt = place
  }

  function along(by: 1 | -1): string | undefined {
    at += by
    return path[at]
  }

  /** The person beside the open one; who has left the list since stands where they were opened. */
  function step(by: 1 | -1): string | undefined {
    const place = placeOf(path[at])
    const known = path[at + by]
    if (known !== undefined && isPerson(known) && (place < 0 || placeOf(known) < 0)) return along(by)
    const to = listed[place < 0 ? stoodAt + Math.min(by, 0) : place + by]?.key
    if (to === undefined) return undefined
    if (by > 0) path = [...path.slice(0, at + 1), to]
    else [path, at] = [[to, ...path.slice(at)], 1]
    return along(by)
  }

  return { stand, step }
}

/** The same over the people listed now. */
export function useListWalk(caseKey: () => string): (by: 1 | -1) => string | undefined {
  const list = useCaseListStore()
  const walk = makeListWalk((key) => list.byKey.has(key))
  watch(
    [caseKey, () => list.listed, () => list.filter, () => list.sort],
    ([key, listed, ...choice], [, , ...before]) =>
      walk.stand(
        key,
        listed,
        choice.some((part, index) => part !== before[index]),
      ),
    { immediate: true },
  )
  return walk.step
}

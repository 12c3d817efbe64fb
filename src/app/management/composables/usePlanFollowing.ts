import { onScopeDispose, watch } from 'vue'

/** How long what a plan is made of must have stood still: the steps of a list come one after the other. */
const lullMs = 1000

/** What is planned, and from what. */
export interface PlanFollowing {
  readonly of: () => unknown
  /** While this says so nothing is planned; afterwards it is, if anything has changed. */
  readonly isBusy: () => boolean
  readonly plan: () => Promise<void>
}

/** Plans again a moment after what the plan is made of has changed, here, in another tab or on another device. */
export function usePlanFollowing({ of, isBusy, plan }: PlanFollowing): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let [isPlanning, isStale, isOver] = [false, false, false]

  function wait(): void {
    clearTimeout(waiting)
    if (isStale && !isOver) waiting = setTimeout(() => void follow(), lullMs)
  }
  async function follow(): Promise<void> {
    if (isPlanning || isBusy()) return
    isPlanning = true
    isStale = false
    await plan().finally(() => (isPlanning = false))
    wait()
  }
  watch(of, () => {
    isStale = true
    wait()
  })
  watch(isBusy, wait)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(waiting)
  })
}

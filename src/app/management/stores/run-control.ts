import { computed, ref } from 'vue'

/** Where a run of receiving is. */
export type RunState = 'idle' | 'running' | 'paused' | 'cancelled' | 'failed'

/** A run that can be paused and stopped: stopping comes before the next batch, and what was written stays. */
export function makeRunControl() {
  const state = ref<RunState>('idle')
  const isUnderWay = computed(() => state.value === 'running' || state.value === 'paused')
  let wake: (() => void) | undefined

  function turn(from: readonly RunState[], to: RunState): void {
    if (!from.includes(state.value)) return
    state.value = to
    wake?.()
  }

  /** Waits while paused; false when nothing more is to be done. */
  const goesOn = async (): Promise<boolean> => {
    while (state.value === 'paused') {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return state.value === 'running'
  }

  return {
    state,
    isUnderWay,
    goesOn,
    pause: (): void => turn(['running'], 'paused'),
    resume: (): void => turn(['paused'], 'running'),
    cancel: (): void => turn(['running', 'paused'], 'cancelled'),
  }
}

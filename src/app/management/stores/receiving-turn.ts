import { computed, ref } from 'vue'
import { fail, ok, type Result } from '#core/errors/result.ts'

/**
 * Whose turn it is to receive: from before anything is written until nothing of it is left to be done. A run that was
 * stopped still writes its last batch, and forgets its files, before another begins.
 */
export function makeReceivingTurn(isRunning: () => boolean) {
  const holder = ref<'files' | 'table'>()
  const isHeld = computed(() => holder.value !== undefined || isRunning())

  async function hold<T>(by: 'files' | 'table', work: () => Promise<T>): Promise<Result<T>> {
    if (isHeld.value) return fail('RECEIVING_UNDER_WAY', {})
    holder.value = by
    try {
      return ok(await work())
    } finally {
      holder.value = undefined
    }
  }

  return { isHeld, isTableFirst: computed(() => holder.value === 'table' && !isRunning()), hold }
}

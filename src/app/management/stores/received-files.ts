import { computed, ref, shallowRef } from 'vue'
import type { ReceivedFile } from './receive-file.ts'

/** How far a run of receiving is, and what it received, as the page shows it. */
export function makeReceivedFiles() {
  const received = shallowRef<readonly ReceivedFile[]>([])
  const total = ref(0)
  /** Files that were found so far, while a folder is looked through. */
  const found = ref(0)
  const skipped = ref(0)
  /** Of the run alone: what the page no longer shows, because the store was locked, came all the same. */
  let results: ReceivedFile[] = []

  function clear(): void {
    received.value = []
    total.value = 0
  }

  /** Forgets the run before, and gives what the new one will have received. */
  function begin(): readonly ReceivedFile[] {
    clear()
    found.value = 0
    skipped.value = 0
    results = []
    return results
  }

  function tell(more: readonly ReceivedFile[]): void {
    results.push(...more)
    received.value = [...received.value, ...more]
  }

  const done = computed(() => received.value.length)
  return { received, total, found, skipped, done, begin, clear, tell }
}

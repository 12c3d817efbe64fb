import { type Ref, ref } from 'vue'

/** The same work, which is not begun again while it runs: a button pressed twice does it once. */
export function onceAtATime<Wishes extends unknown[]>(
  work: (...wishes: Wishes) => Promise<boolean>,
): { readonly isRunning: Ref<boolean>; readonly run: (...wishes: Wishes) => Promise<boolean> } {
  const isRunning = ref(false)
  async function run(...wishes: Wishes): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    try {
      return await work(...wishes)
    } finally {
      isRunning.value = false
    }
  }
  return { isRunning, run }
}

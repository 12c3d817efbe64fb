import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** Files the system opened with the app, until the store is unlocked and 接收报送 takes them. */
export const useWaitingFilesStore = defineStore('waiting-files', () => {
  const files = shallowRef<readonly File[]>([])

  function add(more: readonly File[]): void {
    files.value = [...files.value, ...more]
  }

  function take(): readonly File[] {
    const taken = files.value
    files.value = []
    return taken
  }
  return { files, add, take }
})

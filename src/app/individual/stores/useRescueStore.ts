import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { readRescue, type Rescue } from '#app/platform/storage/read-rescue.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'

/** A rescue file that was opened: shown first, then added as a new draft; it never replaces one. */
export const useRescueStore = defineStore('rescue', () => {
  const { storage } = usePlatform()
  const { scheme } = useSchemeStore()
  const rescue = shallowRef<Rescue>()
  const error = shallowRef<AppError>()
  const isBusy = ref(false)

  function close(): void {
    rescue.value = undefined
    error.value = undefined
  }

  function read(bytes: Uint8Array): void {
    close()
    const result = readRescue(bytes, scheme)
    if (result.ok) rescue.value = result.value
    else error.value = result.error
  }

  function refuse(reason: string): void {
    close()
    error.value = { code: 'FILE_NOT_OPENED', params: { reason } }
  }

  /** Adds what the file holds as a new draft, behind the lock of the record it was of; its id when it was kept. */
  async function add(): Promise<string | undefined> {
    if (!rescue.value || isBusy.value) return undefined
    isBusy.value = true
    const id = crypto.randomUUID()
    const { record, confirmations, declarations } = rescue.value
    const fresh = { id, record: { ...record, id }, confirmations, declarations }
    const created = await storage.create({ ...fresh, madeOf: record.id })
    isBusy.value = false
    if (!created.ok) {
      error.value = created.error
      return undefined
    }
    close()
    return id
  }

  return { rescue, error, isBusy, read, refuse, add, close }
})

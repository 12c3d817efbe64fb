import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'

/** Least length of a passphrase, in characters. */
export const leastPassphrase = 8

/** Passphrase locks of drafts. */
export const useLockStore = defineStore('lock', () => {
  const { locks } = usePlatform()
  const { forgetCodes } = useSchemeStore()
  const error = shallowRef<AppError>()
  const isRunning = ref(false)
  /** Whether a locked draft is open in this page. */
  const isAnyOpen = ref(false)

  async function run(work: () => Promise<Result<void>>): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    try {
      const result = await work()
      error.value = result.ok ? undefined : result.error
      return result.ok
    } finally {
      isRunning.value = false
    }
  }

  async function lock(id: string, passphrase: string): Promise<boolean> {
    const isLocked = await run(async () => (await locks()).lock(id, passphrase))
    if (isLocked) forgetCodes()
    return isLocked
  }

  async function unlock(id: string, passphrase: string): Promise<boolean> {
    const isOpened = await run(async () => (await locks()).unlock(id, passphrase))
    if (isOpened) isAnyOpen.value = true
    return isOpened
  }

  async function remove(id: string): Promise<boolean> {
    const opened = await locks()
    const isRemoved = await run(() => opened.remove(id))
    isAnyOpen.value = opened.isAnyOpen()
    return isRemoved
  }

  /** Forgets the keys of this page. */
  async function closeAll(): Promise<void> {
    const opened = await locks()
    opened.closeAll()
    forgetCodes()
    isAnyOpen.value = false
  }

  function forgetError(): void {
    error.value = undefined
  }

  return { error, isRunning, isAnyOpen, lock, unlock, remove, closeAll, forgetError }
})

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'

/** The submissions generated on this device, newest first. */
export const useSubmissionListStore = defineStore('submission-list', () => {
  const { storage, files } = usePlatform()
  const submissions = shallowRef<readonly StoredSubmission[]>([])
  const error = shallowRef<AppError>()
  const isLoaded = ref(false)

  async function refresh(): Promise<void> {
    const result = await storage.listSubmissions()
    error.value = result.ok ? undefined : result.error
    if (!result.ok) return
    submissions.value = result.value
    isLoaded.value = true
  }

  async function save(submission: StoredSubmission): Promise<void> {
    await files.save({ fileName: submission.fileName, text: handedOverText(submission), type: 'application/json' })
  }

  return { submissions, error, isLoaded, refresh, save }
})

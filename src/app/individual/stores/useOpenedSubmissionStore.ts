import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { readSealedOutside } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { IncomingFile } from './useIncomingFilesStore.ts'

/** A `.rpu` the person opened to see what it is. */
export const useOpenedSubmissionStore = defineStore('opened-submission', () => {
  const { storage } = usePlatform()
  const submission = shallowRef<Submission>()
  const sealedFor = shallowRef<readonly string[]>([])
  const isOurs = ref(false)
  /** The draft of the same record on this device. */
  const draftId = ref<string>()
  const error = shallowRef<AppError>()

  async function readOpen(text: string): Promise<void> {
    const read = await readSubmission(text)
    if (!read.ok) {
      error.value = read.error
      return
    }
    submission.value = read.value
    const stored = await storage.getSubmission(read.value.digest)
    isOurs.value = stored.ok && stored.value !== undefined
    const { id } = read.value.content.record
    draftId.value = (await storage.load(id)).ok ? id : undefined
  }

  function forget(): void {
    submission.value = undefined
    sealedFor.value = []
    isOurs.value = false
    draftId.value = undefined
    error.value = undefined
  }

  async function look({ kind, text }: IncomingFile): Promise<void> {
    forget()
    if (kind !== 'sealedSubmission') return readOpen(text)
    const outside = readSealedOutside(text)
    if (outside.ok) sealedFor.value = outside.value.recipients
    else error.value = outside.error
  }

  return { submission, sealedFor, isOurs, draftId, error, look, forget }
})

import { useToasts } from '#app/shared/ui/useToasts.ts'
import { useIncomingFilesStore } from './useIncomingFilesStore.ts'
import { useOpenedSubmissionStore } from './useOpenedSubmissionStore.ts'
import { useRescueStore } from './useRescueStore.ts'
import { useRestoreStore } from './useRestoreStore.ts'
import { useReturnSlipStore } from './useReturnSlipStore.ts'

/** Forgets what this page was shown beside the form: it may be of what is behind a lock now. */
export function forgetOpened(): void {
  useOpenedSubmissionStore().forget()
  useReturnSlipStore().forget()
  useIncomingFilesStore().forget()
  useRestoreStore().reset()
  useRescueStore().close()
  // A notice may name the person, or a file of whose it is.
  useToasts().dismissAll()
}

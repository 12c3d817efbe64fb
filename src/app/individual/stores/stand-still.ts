import { watch } from 'vue'
import { isBeingLocked, standStillWhenAsked, untilLocked } from '#app/platform/lock/stand-still.ts'
import { leaveField } from '../composables/leave-field.ts'
import { useDraftStore } from './useDraftStore.ts'

/**
 * When another tab is about to put the draft of this page behind a passphrase, what was typed here is saved, so that it
 * goes behind it too, and nothing is typed until the draft is locked: of that nothing could be saved any more.
 */
export function standStillForLocks(): void {
  const drafts = useDraftStore()

  function stand(id: string): Promise<boolean> | undefined {
    // Nothing moves yet while it is being signed: whoever asks, asks again.
    if (drafts.draft?.id !== id || drafts.isHeld) return undefined
    leaveField()
    const isSaved = drafts.flush()
    void drafts.holdStill(() => untilLocked(id))
    return isSaved
  }

  standStillWhenAsked(stand)
  watch(
    () => drafts.draft?.id,
    // Opened while it is being locked: nobody asks any more.
    async (id) => {
      if (id !== undefined && (await isBeingLocked(id))) void stand(id)
    },
  )
}

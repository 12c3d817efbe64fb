import { defineStore } from 'pinia'
import { watch } from 'vue'
import { isBeingLocked, standStillWhenAsked, untilLocked } from '#app/platform/lock/stand-still.ts'
import { leaveField } from '#app/shared/composables/leave-field.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useDraftStore } from './useDraftStore.ts'

/**
 * When another tab is about to put the draft of this page behind a passphrase, what was typed here is saved, so that it
 * goes behind it too, and nothing is typed until the draft is locked: of that nothing could be saved any more.
 */
export const useStandStillStore = defineStore('stand-still', () => {
  const { storage } = usePlatform()
  const drafts = useDraftStore()

  /** Whoever is let go on is so after they have left what is locked, not a moment before. */
  async function untilLeft(id: string): Promise<void> {
    await untilLocked(id)
    const standing = await storage.load(id)
    if (standing.ok || standing.error.code !== 'DRAFT_LOCKED' || drafts.draft?.id !== id) return
    await drafts.close()
    await drafts.open(id)
  }

  function stand(id: string): Promise<boolean> | undefined {
    // Nothing moves yet while it is being signed: whoever asks, asks again.
    if (drafts.draft?.id !== id || drafts.isHeld) return undefined
    leaveField()
    const isSaved = drafts.flush()
    void drafts.holdStill(() => untilLeft(id))
    return isSaved
  }

  function begin(): void {
    standStillWhenAsked(stand)
    watch(
      () => drafts.draft?.id,
      // Opened while it is being locked: nobody asks any more.
      async (id) => {
        if (id !== undefined && (await isBeingLocked(id))) void stand(id)
      },
    )
  }

  return { begin }
})

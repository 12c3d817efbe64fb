import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DraftRevision } from '#app/platform/storage/draft-revisions.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { compareRecords } from '#core/record/compare-records.ts'
import { useDraftStore } from './useDraftStore.ts'

/** Earlier states of the open draft. */
export const useHistoryStore = defineStore('history', () => {
  const { history } = usePlatform()
  const drafts = useDraftStore()
  const revisions = shallowRef<readonly DraftRevision[]>()
  const error = shallowRef<AppError>()
  const listed = computed(() => {
    const now = drafts.record
    if (!now) return undefined
    return revisions.value?.map((revision) => ({ revision, differences: compareRecords(now, revision.record) }))
  })

  async function load(draftId: string): Promise<void> {
    const found = await (await history()).list(draftId)
    if (found.ok) revisions.value = found.value
    else error.value = found.error
  }

  async function takeBack({ draftId, record, confirmations, declarations }: DraftRevision): Promise<boolean> {
    const isDone = await drafts.takeBack({ record, confirmations, declarations })
    await load(draftId)
    return isDone
  }

  return { listed, error, load, takeBack }
})

import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DraftRevision } from '#app/platform/storage/draft-revisions.ts'
import type { StorageError } from '#app/platform/storage/storage-error.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { Result } from '#core/errors/result.ts'
import { compareRecords } from '#core/record/compare-records.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'

interface FoundStates {
  readonly draftId: string
  readonly states: Result<readonly DraftRevision[], StorageError>
  readonly isLocked: boolean
}

/** Earlier states of the open draft. */
export const useHistoryStore = defineStore('history', () => {
  const { history } = usePlatform()
  const drafts = useDraftStore()
  const outbox = useOutboxStore()
  const found = shallowRef<FoundStates>()
  const isOpen = (draftId: string): boolean => drafts.draft?.id === draftId
  // What was found of a draft is nothing to the one that is opened after it.
  const foundOfOpen = computed(() => (found.value && isOpen(found.value.draftId) ? found.value : undefined))
  const states = computed(() => foundOfOpen.value?.states)
  /** Behind a passphrase none are kept, however long it is worked on. */
  const isLocked = computed(() => foundOfOpen.value?.isLocked ?? false)
  const error = computed(() => (states.value?.ok === false ? states.value.error : undefined))
  const listed = computed(() => {
    const now = drafts.record
    if (!now || !states.value?.ok) return undefined
    return states.value.value.map((revision) => ({ revision, differences: compareRecords(now, revision.record) }))
  })

  async function load(draftId: string): Promise<void> {
    const answer = await (await history()).list(draftId)
    const isBehindLock = await outbox.isLocked(draftId)
    if (isOpen(draftId)) found.value = { draftId, states: answer, isLocked: isBehindLock }
  }

  /** The task stays the one of now: it is left only where the person says so. */
  async function takeBack({ draftId, record, confirmations, declarations }: DraftRevision): Promise<boolean> {
    if (!isOpen(draftId)) return false
    const { task = '' } = drafts.declarations
    const isDone = await drafts.takeBack({ record, confirmations, declarations: { ...declarations, task } })
    await load(draftId)
    return isDone
  }

  return { listed, isLocked, error, load, takeBack }
})

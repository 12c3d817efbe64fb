import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { DraftEntry, LockedEntry, UnreadableEntry } from '#app/platform/storage/draft-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { proofOfCopy, type ProofOfCopy } from '#core/backup/proof-of-copy.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'

/** What would be erased, and where else it exists. */
export interface ErasedItem {
  readonly id: string
  readonly kind: 'draft' | 'removed' | 'locked' | 'unreadable'
  readonly name: string
  readonly proof: ProofOfCopy
}

type Entry = DraftEntry | LockedEntry | UnreadableEntry

/** 交还电脑: proves that a copy exists elsewhere, then erases. */
export const useHandBackStore = defineStore('hand-back', () => {
  const { storage, eraseDevice } = usePlatform()
  const backups = useBackupStore()
  const outbox = useOutboxStore()
  const entries = shallowRef<readonly Entry[]>()
  const accepted = shallowReactive(new Set<string>())
  const error = shallowRef<AppError>()
  const isDone = ref(false)

  function itemOf(entry: Entry): ErasedItem {
    if (entry.kind !== 'draft') return { id: entry.id, kind: entry.kind, name: '', proof: 'none' }
    const { id, revision, record, handedIn, deletedAt } = entry.draft
    const proof = proofOfCopy({
      revision,
      inFile: backups.lastInFile.get(id)?.revision,
      handedIn: handedIn?.draftRevision,
      isDelivered: outbox.deliveredDigests.has(handedIn?.digest ?? ''),
    })
    return { id, kind: deletedAt === null ? 'draft' : 'removed', name: record.basic['name'] ?? '', proof }
  }

  const items = computed(() => entries.value?.map(itemOf))
  const isProven = computed(
    () => items.value !== undefined && items.value.every(({ id, proof }) => proof !== 'none' || accepted.has(id)),
  )

  async function load(): Promise<void> {
    await Promise.all([backups.refresh(), outbox.refresh()])
    const found = await storage.list()
    if (found.ok) entries.value = found.value
    else error.value = found.error
  }

  function accept(id: string, isAccepted: boolean): void {
    if (isAccepted) accepted.add(id)
    else accepted.delete(id)
  }

  async function erase(): Promise<void> {
    if (!isProven.value) return
    const erased = await eraseDevice()
    if (erased.ok) isDone.value = true
    else error.value = erased.error
  }

  return { items, accepted, error, isDone, isProven, load, accept, erase }
})

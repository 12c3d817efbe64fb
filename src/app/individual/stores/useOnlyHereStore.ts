import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { type Draft, type DraftEntry, isDemo } from '#app/platform/storage/draft-storage.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useLockStore } from './useLockStore.ts'

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
  // Browsers of before 2024 ask for nothing else.
  Reflect.set(event, 'returnValue', 'unsaved')
}

/**
 * What stands in this page and nowhere else: the browser asks before the page goes, by whatever way it goes (ADR 0245).
 * Where everything is kept nobody listens: a page with such a listener is not always kept to go back to.
 */
export const useOnlyHereStore = defineStore('only-here', () => {
  const { storage, locks: openLocks } = usePlatform()
  const drafts = useDraftStore()
  const locks = useLockStore()
  const inMemory = shallowRef<readonly DraftEntry[]>([])
  const isBehindLock = ref(false)
  /** By draft, what a rescue file holds. */
  const inFiles = shallowRef<ReadonlyMap<string, Draft>>(new Map())

  const isInFile = ({ id, revision }: Draft): boolean => revision <= (inFiles.value.get(id)?.revision ?? 0)

  /** The open draft could not be saved, and nothing of it is laid beside the database when the page goes. */
  const isUnkept = computed(() => {
    const { draft, save, trouble } = drafts
    if (!draft || save.state === 'saved' || inFiles.value.get(draft.id) === draft) return false
    if (trouble === 'erased') return true
    return isBehindLock.value && (save.state === 'failed' || trouble === 'silent')
  })
  const isOnlyHere = computed(
    () => isUnkept.value || inMemory.value.some(({ draft }) => !isDemo(draft) && !isInFile(draft)),
  )

  const askInOrder = answersInOrder()
  async function lookInMemory(): Promise<void> {
    const isLatest = askInOrder()
    const listed = await storage.list()
    if (!isLatest() || !listed.ok) return
    const entries = listed.value.filter((entry) => entry.kind === 'draft')
    inMemory.value = entries.filter(({ draft }) => draft.deletedAt === null)
  }

  function begin(): void {
    drafts.$onAction(({ name, after }) => {
      const { draft } = drafts
      if (name !== 'rescue' || !draft) return
      after(() => {
        inFiles.value = new Map(inFiles.value).set(draft.id, draft)
      })
    })
    watch(
      () => (locks.isAnyOpen ? drafts.draft?.id : undefined),
      async (id) => {
        isBehindLock.value = id !== undefined && (await openLocks()).isOpen(id)
      },
      { immediate: true },
    )
    let isWatching = false
    watch(
      () => drafts.trouble === 'session-only',
      (isMemory) => {
        if (!isMemory || isWatching) return
        isWatching = true
        storage.watch(() => void lookInMemory())
        void lookInMemory()
      },
      { immediate: true },
    )
    watch(
      isOnlyHere,
      (isIt) => {
        if (isIt) addEventListener('beforeunload', ask)
        else removeEventListener('beforeunload', ask)
      },
      { immediate: true, flush: 'sync' },
    )
  }

  return { isOnlyHere, begin }
})

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import {
  type Draft,
  type DraftEntry,
  type HandedIn,
  isDemo,
  type LockedEntry,
  type UnreadableEntry,
} from '#app/platform/storage/draft-storage.ts'
import { keptBefore, noteKept } from '#app/platform/storage/kept-mark.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { formatInstant } from '#app/shared/format-instant.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { sheetProgress } from '#core/record/progress.ts'
import type { Result } from '#core/errors/result.ts'
import { freshRecord } from './fresh-record.ts'
import { lockedRevision } from './seen-copies.ts'

/** A draft as the home page lists it. */
export interface ListedDraft {
  readonly id: string
  readonly revision: number
  readonly name: string
  readonly createdAt: number
  readonly sheets: number
  readonly sheetsDone: number
  readonly savedAtText: string
  readonly savedAtIso: string
  readonly handedIn: HandedIn | null
  readonly handedInRevision: number | undefined
  readonly isChangedSince: boolean
  /** Locked by a passphrase, and open in this page. */
  readonly isLocked: boolean
  /** 示例: nothing the person filled in. */
  readonly isDemo: boolean
}

/** A draft behind a passphrase. */
export interface LockedListed {
  readonly id: string
  readonly revision: typeof lockedRevision
  readonly savedAtText: string
  readonly savedAtIso: string
}

/** A stored draft that cannot be read; kept as it is. */
export type UnreadableListed = UnreadableEntry

/** Marks a draft that can never be handed in. */
const demoDeclaration = { demo: 'yes' } as const

const lockedListed = ({ id, savedAt }: LockedEntry): LockedListed => ({
  id,
  revision: lockedRevision,
  savedAtText: formatInstant(savedAt),
  savedAtIso: new Date(savedAt).toISOString(),
})

/** The drafts on this device. */
export const useDraftListStore = defineStore('draft-list', () => {
  const { storage, storageHealth } = usePlatform()
  const { scheme } = useSchemeStore()
  const entries = shallowRef<readonly DraftEntry[]>([])
  const unreadable = shallowRef<readonly UnreadableEntry[]>([])
  const locked = shallowRef<readonly LockedListed[]>([])
  const error = shallowRef<AppError>()
  const isLoaded = ref(false)
  /** The list on the screen is not what is stored: that could not be read. */
  const isUnread = ref(false)
  /** So many lay here before, and now there is none: they were lost. */
  const vanished = ref(0)
  const persistence = ref(storage.persistence())

  function listed({ draft, isLocked }: DraftEntry): ListedDraft {
    const progress = scheme.sheets.map((sheet) => sheetProgress(draft.record, sheet))
    return {
      id: draft.id,
      revision: draft.revision,
      name: draft.record.basic['name'] ?? '',
      createdAt: draft.createdAt,
      sheets: scheme.sheets.length,
      sheetsDone: progress.filter(({ given, asked }) => asked > 0 && given === asked).length,
      savedAtText: formatInstant(draft.savedAt),
      savedAtIso: new Date(draft.savedAt).toISOString(),
      handedIn: draft.handedIn,
      handedInRevision: draft.handedIn?.revision,
      isChangedSince: draft.handedIn !== null && draft.revision > draft.handedIn.draftRevision,
      isLocked: isLocked ?? false,
      isDemo: isDemo(draft),
    }
  }

  const drafts = computed(() => entries.value.filter(({ draft }) => draft.deletedAt === null).map(listed))
  const removed = computed(() => entries.value.filter(({ draft }) => draft.deletedAt !== null).map(listed))

  const askInOrder = answersInOrder()

  async function refresh(): Promise<void> {
    const isLatest = askInOrder()
    const result = await storage.list()
    if (!isLatest()) return
    isLoaded.value = true
    isUnread.value = !result.ok
    persistence.value = storage.persistence()
    if (!result.ok) {
      error.value = result.error
      return
    }
    error.value = undefined
    entries.value = result.value.filter((entry) => entry.kind === 'draft')
    locked.value = result.value.filter((entry) => entry.kind === 'locked').map(lockedListed)
    unreadable.value = result.value.filter((entry) => entry.kind === 'unreadable')
    // What is only in this page says nothing of the database.
    if (storageHealth.trouble() === 'session-only') return
    vanished.value = result.value.length === 0 ? keptBefore() : 0
    if (result.value.length > 0) noteKept(result.value.length)
  }

  /** The person knows that what was here is gone. */
  function acceptLoss(): void {
    noteKept(0)
    vanished.value = 0
  }

  /** Remembers why an action failed; true when it did not. */
  async function settle(result: Result<unknown>): Promise<boolean> {
    await refresh()
    if (!result.ok) error.value = result.error
    return result.ok
  }

  let isAdding = false
  /** A new record; none for a second press while the first is on its way. */
  async function add(record: PersonRecord, declarations: Draft['declarations'] = {}): Promise<string | undefined> {
    if (isAdding) return undefined
    isAdding = true
    const result = await storage.create({ id: record.id, record, declarations }).finally(() => {
      isAdding = false
    })
    if (result.ok) return record.id
    error.value = result.error
    return undefined
  }

  /** 示例: a complete record of nobody, to be looked at. */
  async function createDemo(): Promise<string | undefined> {
    const { guide } = await import('virtual:caibao-guide')
    return add({ ...freshRecord(scheme), ...guide.demo }, demoDeclaration)
  }
  const create = (): Promise<string | undefined> => add(freshRecord(scheme))

  async function duplicate(id: string): Promise<boolean> {
    const entry = entries.value.find(({ draft }) => draft.id === id)
    if (!entry) return false
    const copied = { ...entry.draft.record, id: crypto.randomUUID() }
    // A copy of the example is an example.
    const declarations = isDemo(entry.draft) ? demoDeclaration : {}
    return settle(await storage.create({ id: copied.id, record: copied, declarations, madeOf: id }))
  }

  const remove = async (id: string): Promise<boolean> => settle(await storage.remove(id))
  const restore = async (id: string): Promise<boolean> => settle(await storage.restore(id))
  /** Follows changes made here and in other tabs until the returned function is called. */
  function watchStorage(): () => void {
    const stops = [
      storage.watch(() => void refresh()),
      storageHealth.watch((trouble) => {
        if (trouble === undefined) void refresh()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  return {
    drafts,
    removed,
    unreadable,
    locked,
    error,
    isLoaded,
    isUnread,
    vanished,
    acceptLoss,
    persistence,
    refresh,
    create,
    createDemo,
    duplicate,
    remove,
    restore,
    watchStorage,
  }
})

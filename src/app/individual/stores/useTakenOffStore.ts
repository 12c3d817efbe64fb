import { defineStore } from 'pinia'
import type { RouteLocationNormalized } from 'vue-router'
import { usePlatform } from '#app/shared/platform.ts'
import { readListsAgain } from './forget-locked.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useHistoryStore } from './useHistoryStore.ts'
import { useLockStore } from './useLockStore.ts'
import { usePrintStore } from './usePrintStore.ts'

type Place = Pick<RouteLocationNormalized, 'name' | 'params'>

/** What this page says of a record whose lock was taken off in another tab. */
export const useTakenOffStore = defineStore('taken-off', () => {
  const { locks, storage } = usePlatform()
  const lock = useLockStore()
  const drafts = useDraftStore()
  const paper = usePrintStore()
  const history = useHistoryStore()

  async function forgetKey(id: string): Promise<void> {
    if (!lock.isAnyOpen) return
    const opened = await locks()
    opened.forget(id)
    lock.isAnyOpen = opened.isAnyOpen()
  }

  /** A page that asks for the passphrase, or says that it lacks it, shows the record. */
  async function openPage(id: string, { name, params }: Place): Promise<void> {
    if (params['id'] !== id) return
    if (name === 'print' && paper.error?.code === 'DRAFT_LOCKED') await paper.open(id)
    if (drafts.loadError?.code !== 'DRAFT_LOCKED') return
    await drafts.open(id)
    if (name === 'history') await history.load(id)
  }

  async function follow(id: string, place: Place): Promise<void> {
    await forgetKey(id)
    // Loaded from among those in the open, what its page is left amid is laid aside as of any of them.
    if (drafts.draft?.id === id) await storage.load(id)
    await Promise.all([openPage(id, place), readListsAgain()])
  }

  return { follow }
})

import type { DraftStorage } from './draft-storage.ts'

/** The storage that a promise will bring; whoever asks before it is there waits. */
export function deferredDraftStorage(chosen: Promise<DraftStorage>): DraftStorage {
  let storage: DraftStorage | undefined
  const settle = async (): Promise<void> => {
    storage = await chosen
  }
  void settle()
  return {
    list: async () => (await chosen).list(),
    load: async (id) => (await chosen).load(id),
    create: async (draft) => (await chosen).create(draft),
    save: async (id, expectedRevision, change, keep) => (await chosen).save(id, expectedRevision, change, keep),
    leave: (...left) => storage?.leave(...left),
    remove: async (id) => (await chosen).remove(id),
    restore: async (id) => (await chosen).restore(id),
    purge: async (beforeMs) => (await chosen).purge(beforeMs),
    watch(listener) {
      let stop: (() => void) | undefined
      let isStopped = false
      const start = async (): Promise<void> => {
        const value = await chosen
        if (!isStopped) stop = value.watch(listener)
      }
      void start()
      return () => {
        isStopped = true
        stop?.()
      }
    },
    addSubmission: async (draftId, expectedRevision, submission, onItsWay) =>
      (await chosen).addSubmission(draftId, expectedRevision, submission, onItsWay),
    listSubmissions: async () => (await chosen).listSubmissions(),
    getSubmission: async (digest) => (await chosen).getSubmission(digest),
    persistence: () => storage?.persistence() ?? 'unknown',
    space: async () => (await chosen).space(),
  }
}

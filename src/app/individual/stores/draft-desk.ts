import { type Ref, shallowReadonly, shallowRef } from 'vue'
import { createDraftJournal, type SaveStatus } from '#app/platform/storage/draft-journal.ts'
import type { Draft, DraftChange, DraftError, KeepReason } from '#app/platform/storage/draft-storage.ts'
import { type DraftRole, openDraftWriter } from '#app/platform/storage/draft-writer.ts'
import { leftBehind, lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import { takeHalfSaid } from '#app/shared/composables/leave-field.ts'
import type { Platform } from '#app/shared/platform.ts'
import { ok, type Result } from '#core/errors/result.ts'

/** An open draft: what stands on the screen, whether it is safe, and who may change it. */
export interface DraftDesk {
  readonly draft: Readonly<Ref<Draft>>
  readonly save: Readonly<Ref<SaveStatus>>
  readonly role: Readonly<Ref<DraftRole>>
  readonly change: (change: Partial<DraftChange>) => void
  readonly flush: () => Promise<boolean>
  readonly setComposing: (isComposing: boolean) => void
  readonly retry: () => Promise<boolean>
  readonly takeOver: () => void
  readonly adopt: (draft: Draft) => void
  readonly rescueFile: () => { readonly fileName: string; readonly text: string }
  /** The next save keeps what it leaves behind. */
  readonly keepNext: (reason: KeepReason) => void
  readonly close: () => Promise<void>
}

const keptEveryMs = 600_000
// Who writes in another tab may take a while to let go; this one is shown to read meanwhile.
const roleKnownMs = 150

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** When a state goes into the history: at the first save since the draft was opened, then every ten minutes of work. */
function makeKeeping(now: () => number) {
  let asked: KeepReason | undefined = 'opened'
  let lastAt = 0
  return {
    ask: (reason: KeepReason) => {
      asked = reason
    },
    due: (): KeepReason | undefined => asked ?? (now() - lastAt > keptEveryMs ? 'worked' : undefined),
    done(): void {
      asked = undefined
      lastAt = now()
    },
  }
}

/**
 * Opens a draft for filling in; another tab that has it open makes this one a reader. `onLocked` is called when another
 * tab put it behind a passphrase, and nothing here waits to be saved.
 */
export async function openDraftDesk(
  id: string,
  { storage, storageHealth, clock }: Pick<Platform, 'storage' | 'storageHealth' | 'clock'>,
  onLocked: () => void,
): Promise<Result<DraftDesk, DraftError>> {
  const loaded = await storage.load(id)
  if (!loaded.ok) return loaded
  const draft = shallowRef(loaded.value)
  const save = shallowRef<SaveStatus>({ state: 'saved', savedAt: loaded.value.savedAt })
  const role = shallowRef<DraftRole>('asking')
  const keeping = makeKeeping(() => clock.now())
  const journal = createDraftJournal({
    draft: loaded.value,
    async save(expectedRevision, change) {
      const reason = keeping.due()
      const saved = await storage.save(id, expectedRevision, change, reason)
      if (reason && saved.ok) keeping.done()
      // Removed before, or in another tab just now: what is typed does not go with what was removed.
      if (saved.ok && saved.value.deletedAt !== null) await storage.restore(id)
      return saved
    },
    onChange(next, status) {
      draft.value = next
      save.value = status
    },
  })

  /** What another tab stored stands here too. */
  async function follow(): Promise<void> {
    const stored = await storage.load(id)
    if (stored.ok && stored.value.revision >= journal.draft().revision) journal.adopt(stored.value)
    if (!stored.ok && stored.error.code === 'DRAFT_LOCKED' && !journal.isUnsaved()) onLocked()
  }
  const followLock = ({ key, newValue }: StorageEvent): void => {
    if (key === lockedKeyOf(id) && newValue !== null) void journal.flush().then(follow)
  }

  // Who writes does not follow: they would read every draft again after each of their own saves.
  let stopFollowing: (() => void) | undefined
  function followWhile(isReading: boolean): void {
    if (isReading === (stopFollowing !== undefined)) return
    stopFollowing?.()
    stopFollowing = isReading ? storage.watch((changedId) => changedId === id && void follow()) : undefined
  }

  let tellRole = (): void => undefined
  const isRoleKnown = new Promise<void>((resolve) => {
    tellRole = resolve
  })

  async function become(next: DraftRole): Promise<void> {
    await follow()
    // Where loading could not save it, it is not saved, and stands here.
    const left = next === 'writer' && !journal.isUnsaved() && leftBehind(id, journal.draft().revision)
    if (left) journal.change(left)
    role.value = next
    followWhile(next !== 'writer')
    tellRole()
  }

  const writer = openDraftWriter(id, {
    onYield: () => journal.flush(),
    onRole: (next) => void become(next),
  })
  /** What the storage refused while it was not there is tried once more without asking. */
  const tryAgain = async (): Promise<unknown> => save.value.error?.code === 'STORAGE_WRITE_FAILED' && journal.retry()
  const stopHealth = [
    storageHealth.onLetGo(() => journal.flush()),
    storageHealth.watch((trouble) => {
      if (trouble === 'erased') journal.halt({ code: 'STORAGE_ERASED', params: {} }, true)
      if (trouble === 'outdated') journal.halt({ code: 'STORAGE_NEWER_VERSION', params: {} }, false)
      // It answers again.
      if (trouble === undefined) void tryAgain()
    }),
  ]
  const flushWhenHidden = (): void => {
    if (document.visibilityState === 'hidden') void journal.flush()
  }
  document.addEventListener('visibilitychange', flushWhenHidden)
  // The page may be put aside or end before a save that begins now.
  const layAside = (): void => {
    takeHalfSaid()
    // Who had everything erased here is not left a record beside it.
    if (!journal.isUnsaved() || storageHealth.trouble() === 'erased') return
    const { revision, record, confirmations, declarations } = journal.draft()
    storage.leave(id, revision, { record, confirmations, declarations }, journal.isWriting())
  }
  addEventListener('pagehide', layAside)
  addEventListener('storage', followLock)
  // A page that was put aside heard nothing meanwhile, and what it was just saving may have been undone.
  const lookAgain = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) void journal.flush().then(tryAgain).then(follow)
  }
  addEventListener('pageshow', lookAgain)

  // The form is drawn once, for who writes, instead of first for who reads.
  await Promise.race([isRoleKnown, wait(roleKnownMs)])
  if (role.value !== 'writer') {
    followWhile(true)
    await follow()
  }
  return ok({
    draft: shallowReadonly(draft),
    save: shallowReadonly(save),
    role: shallowReadonly(role),
    change: journal.change,
    flush: journal.flush,
    setComposing: journal.setComposing,
    retry: journal.retry,
    takeOver: writer.takeOver,
    adopt: journal.adopt,
    keepNext: keeping.ask,
    rescueFile: () => writeRescue(journal.draft()),
    async close() {
      await journal.flush()
      document.removeEventListener('visibilitychange', flushWhenHidden)
      removeEventListener('pagehide', layAside)
      removeEventListener('storage', followLock)
      removeEventListener('pageshow', lookAgain)
      followWhile(false)
      for (const stop of stopHealth) stop()
      writer.close()
    },
  })
}

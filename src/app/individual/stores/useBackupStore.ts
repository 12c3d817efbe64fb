import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { readIncomingFile } from '#app/platform/files/incoming-file.ts'
import type { CopiedContent } from '#app/platform/storage/backup-storage.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { type HandedInDraft, type PlacedCopy, type SentSubmission, serverCopy } from '#core/backup/server-copy.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { backupWords } from '../words/backup.zh-CN.ts'
import { collectBackup } from './collect-backup.ts'
import { lastSeen, seenLocked, type SeenCopy } from './seen-copies.ts'
import { useLockStore } from './useLockStore.ts'

/** A backup that was handed to the browser and waits to be seen again. */
export interface MadeBackup {
  readonly fileName: string
  readonly text: string
  readonly copied: CopiedContent
  /** The signing key was made before it could be carried, and stays on this device. */
  readonly leavesKey: boolean
  /** Earlier states of drafts for which there was no room. */
  readonly leftOut: number
}

/** 备份: makes the file, and counts it as a copy only after it was read back. */
export const useBackupStore = defineStore('backup', () => {
  const { storage: drafts, backup, exchange, clock, keys, files } = usePlatform()
  const locks = useLockStore()
  const error = shallowRef<AppError>()
  const made = shallowRef<MadeBackup>()
  const isRunning = ref(false)
  const isVerified = ref(false)
  const copies = shallowRef<readonly SeenCopy[]>([])
  const sent = shallowRef<readonly SentSubmission[]>([])
  const isKnown = ref(false)
  const isForgetful = ref(false)

  /** When a draft was last seen in a file or in the folder, and at which revision. */
  const lastInFile = computed(() => lastSeen(copies.value, 'file'))
  const lastInFolder = computed(() => lastSeen(copies.value, 'folder'))

  /** What lies with the server by its own receipt, and at which revision of the draft. */
  const onServer = (draft: HandedInDraft): PlacedCopy | undefined => serverCopy(draft, sent.value)

  const askInOrder = answersInOrder()

  async function refresh(): Promise<void> {
    const isLatest = askInOrder()
    const [storage, { outbox }] = await Promise.all([backup(), exchange()])
    // Before the seals are looked at: what is typed meanwhile is not taken for copied.
    const open = locks.isAnyOpen ? await drafts.list() : undefined
    const [found, locked, listed] = await Promise.all([storage.copies(), storage.lockedCopies(), outbox.list()])
    if (!isLatest()) return
    isForgetful.value = storage.isForgetful()
    isKnown.value = found.ok && locked.ok && listed.ok
    if (found.ok && locked.ok) copies.value = [...found.value, ...seenLocked(locked.value, open?.ok ? open.value : [])]
    if (listed.ok) sent.value = listed.value
  }

  async function write(passphrase: string | undefined): Promise<AppError | undefined> {
    const collected = await collectBackup({ storage: drafts, backup, keys, clock })
    if (!collected.ok) return collected.error
    const { content, signingKey, leftOut } = collected.value
    const { sealBackup, signBackup } = await import('#core/backup/write-backup.ts')
    const text = await (passphrase === undefined ? signBackup(content, signingKey) : sealBackup(content, passphrase))
    const noted = await (await backup()).noteCopies(content, 'made')
    if (!noted.ok) return noted.error
    const { drafts: ofDrafts, locks: ofLocks, submissions, returnSlips } = content
    const heldKey = passphrase === undefined ? undefined : content.key?.x
    const copied = { drafts: ofDrafts, locks: ofLocks, submissions, returnSlips, heldKey }
    const leavesKey = content.key === null && passphrase !== undefined
    made.value = { fileName: backupWords.fileName(clock.today()), text, copied, leavesKey, leftOut }
    isVerified.value = false
    await save()
    return undefined
  }

  async function make(passphrase: string | undefined): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    try {
      error.value = await write(passphrase)
    } finally {
      isRunning.value = false
    }
  }

  async function save(): Promise<void> {
    if (!made.value) return
    const { fileName, text } = made.value
    await files.save({ fileName, text, type: 'application/json' })
  }

  /** The file as it lies on the disk: equal byte for byte, or it is no copy. */
  async function readBack(file: File): Promise<void> {
    const standing = made.value
    if (!standing) return
    const read = await readIncomingFile(file)
    if (!read.ok && read.error.code === 'FILE_NOT_OPENED') {
      error.value = read.error
      return
    }
    if (!read.ok || read.value !== standing.text) {
      error.value = { code: 'BACKUP_NOT_SAME', params: {} }
      return
    }
    const noted = await (await backup()).noteCopies(standing.copied, 'file')
    error.value = noted.ok ? undefined : noted.error
    isVerified.value = noted.ok
    await refresh()
  }

  function reset(): void {
    made.value = undefined
    isVerified.value = false
    error.value = undefined
  }

  return {
    error,
    made,
    isRunning,
    isVerified,
    isKnown,
    isForgetful,
    lastInFile,
    lastInFolder,
    onServer,
    refresh,
    make,
    save,
    readBack,
    reset,
  }
})

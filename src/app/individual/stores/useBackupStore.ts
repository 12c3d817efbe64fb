import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DraftCopy } from '#app/platform/storage/backup-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { backupWords } from '../words/backup.zh-CN.ts'
import { collectBackup } from './collect-backup.ts'

/** A backup that was handed to the browser and waits to be seen again. */
export interface MadeBackup {
  readonly fileName: string
  readonly text: string
  readonly drafts: BackupContent['drafts']
  /** The signing key was made before it could be carried, and stays on this device. */
  readonly leavesKey: boolean
}

function lastOf(copies: readonly DraftCopy[], kind: DraftCopy['kind']): ReadonlyMap<string, DraftCopy> {
  const last = new Map<string, DraftCopy>()
  for (const copy of copies) {
    const known = last.get(copy.draftId)
    if (copy.kind === kind && (!known || known.revision <= copy.revision)) last.set(copy.draftId, copy)
  }
  return last
}

/** 备份: makes the file, and counts it as a copy only after it was read back. */
export const useBackupStore = defineStore('backup', () => {
  const { backup, clock, keys, files } = usePlatform()
  const error = shallowRef<AppError>()
  const made = shallowRef<MadeBackup>()
  const isRunning = ref(false)
  const isVerified = ref(false)
  const copies = shallowRef<readonly DraftCopy[]>([])
  const isKnown = ref(false)
  const isForgetful = ref(false)

  /** When a draft was last seen in a file or in the folder, and at which revision. */
  const lastInFile = computed(() => lastOf(copies.value, 'file'))
  const lastInFolder = computed(() => lastOf(copies.value, 'folder'))

  async function refresh(): Promise<void> {
    const storage = await backup()
    const found = await storage.copies()
    isForgetful.value = storage.isForgetful()
    isKnown.value = found.ok
    if (found.ok) copies.value = found.value
  }

  async function write(passphrase: string | undefined): Promise<AppError | undefined> {
    const collected = await collectBackup({ backup, keys, clock })
    if (!collected.ok) return collected.error
    const { content, signingKey } = collected.value
    const { sealBackup, signBackup } = await import('#core/backup/write-backup.ts')
    const text = await (passphrase === undefined ? signBackup(content, signingKey) : sealBackup(content, passphrase))
    const noted = await (await backup()).noteCopies(content.drafts, 'made')
    if (!noted.ok) return noted.error
    const leavesKey = content.key === null && passphrase !== undefined
    made.value = { fileName: backupWords.fileName(clock.today()), text, drafts: content.drafts, leavesKey }
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
    if (!made.value) return
    const text = await file.text().catch(() => '')
    if (text !== made.value.text) {
      error.value = { code: 'BACKUP_NOT_SAME', params: {} }
      return
    }
    const noted = await (await backup()).noteCopies(made.value.drafts, 'file')
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
    copies,
    lastInFile,
    lastInFolder,
    refresh,
    make,
    save,
    readBack,
    reset,
  }
})

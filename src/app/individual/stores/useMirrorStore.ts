import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { canMirror, type MirrorAccess, type MirrorSetting } from '#app/platform/files/mirror-folder.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { collectBackup } from './collect-backup.ts'
import { lockedRevision } from './seen-copies.ts'
import { useBackupStore } from './useBackupStore.ts'

const oneWriter = 'caibao-mirror'

/** 副本文件夹: after each pause in the work a sealed copy goes there, is read back, and counts. */
export const useMirrorStore = defineStore('mirror', () => {
  const platform = usePlatform()
  const backups = useBackupStore()
  const setting = shallowRef<MirrorSetting>()
  const access = ref<MirrorAccess>('asks')
  const error = shallowRef<AppError>()
  const isRunning = ref(false)
  /** Earlier states of drafts for which the last copy had no room. */
  const leftOut = ref(0)
  /** A copy that fell due while one was being written. */
  let due: { readonly isAsked: boolean } | undefined
  const folderName = computed(() => setting.value?.handle.name)

  async function look(): Promise<void> {
    if (!canMirror()) return
    const folder = await platform.mirror()
    setting.value = await folder.setting()
    if (setting.value) access.value = await folder.access(setting.value)
  }

  /** Whether a draft changed since the folder has it. */
  async function isBehind(): Promise<boolean> {
    await backups.refresh()
    const found = await platform.storage.list()
    if (!found.ok) return false
    return found.value.some((entry) => {
      if (entry.kind === 'unreadable') return false
      const [id, revision] =
        entry.kind === 'locked' ? [entry.id, lockedRevision] : [entry.draft.id, entry.draft.revision]
      return (backups.lastInFolder.get(id)?.revision ?? 0) < revision
    })
  }

  async function put(to: MirrorSetting): Promise<Result<void>> {
    const collected = await collectBackup(platform)
    if (!collected.ok) return collected
    const { content, signingKey } = collected.value
    // An empty browser must not write over a full copy.
    if (content.drafts.length + content.locks.length === 0) return ok(undefined)
    const { sealBackup, signBackup } = await import('#core/backup/write-backup.ts')
    const text = await (to.key ? sealBackup(content, to.key) : signBackup(content, signingKey))
    const written = await (await platform.mirror()).write(to, text)
    if (!written.ok) return written
    leftOut.value = collected.value.leftOut
    const copied = { ...content, heldKey: to.key ? content.key?.x : undefined }
    return (await platform.backup()).noteCopies(copied, 'folder')
  }

  /** Puts a copy into the folder when one is chosen and open; one tab at a time. */
  async function write({ isAsked = false } = {}): Promise<void> {
    const to = setting.value
    if (!to || access.value !== 'granted') return
    if (isRunning.value) {
      due = { isAsked: isAsked || due?.isAsked === true }
      return
    }
    isRunning.value = true
    due = undefined
    try {
      await navigator.locks.request(oneWriter, async () => {
        if (!isAsked && !(await isBehind())) return
        const done = await put(to)
        error.value = done.ok ? undefined : done.error
        await backups.refresh()
      })
    } catch (thrown) {
      // What the folder itself refuses it says by itself; this is the browser, the database, or a part not fetched.
      error.value = storageErrorOf(thrown, 'write')
    } finally {
      isRunning.value = false
    }
    if (due) await write(due)
  }

  async function choose(passphrase: string | undefined): Promise<void> {
    const { passphraseKey } = await import('#core/backup/write-backup.ts')
    const key = passphrase === undefined ? null : await passphraseKey(passphrase)
    const chosen = await (await platform.mirror()).choose(key)
    error.value = chosen.ok ? undefined : chosen.error
    if (!chosen.ok || !chosen.value) return
    setting.value = chosen.value
    access.value = 'granted'
    await write({ isAsked: true })
  }

  /** The browser asks again after a restart; only a click may bring the question. */
  async function allow(): Promise<void> {
    if (!setting.value) return
    access.value = await (await platform.mirror()).askAgain(setting.value)
    await write()
  }

  async function forget(): Promise<void> {
    await (await platform.mirror()).forget()
    setting.value = undefined
    error.value = undefined
  }

  return { setting, access, error, isRunning, leftOut, folderName, look, write, choose, allow, forget }
})

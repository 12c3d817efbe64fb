import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'

/** The folder into which copies go, as it is kept for the next start. */
export interface MirrorSetting {
  readonly handle: FileSystemDirectoryHandle
  /** Of this browser alone: two computers may share a USB stick. */
  readonly fileName: string
  /** Seals each copy; made of the passphrase, which it does not give back. Null when the person declined one. */
  readonly key: CryptoKey | null
}

/** Whether the browser lets the app write into the folder now, or only after the person said so once more. */
export type MirrorAccess = 'granted' | 'asks' | 'refused'

/** Why no folder was chosen or no copy came to lie in it. */
export type MirrorError = AppError<'MIRROR_FAILED'>

/** A folder of the person's choice, kept up to date with a copy (Chromium: File System Access). */
export interface MirrorFolder {
  readonly setting: () => Promise<MirrorSetting | undefined>
  /** Asks for a folder; undefined when the person chose none. */
  readonly choose: (key: CryptoKey | null) => Promise<Result<MirrorSetting | undefined, MirrorError>>
  readonly forget: () => Promise<void>
  readonly access: (setting: MirrorSetting) => Promise<MirrorAccess>
  /** Asks the person again; only in answer to a click. */
  readonly askAgain: (setting: MirrorSetting) => Promise<MirrorAccess>
  /** Writes the text beside the former file, swaps them, and reads back what lies there now. */
  readonly write: (setting: MirrorSetting, text: string) => Promise<Result<void, MirrorError>>
}

// TypeScript's DOM library does not know the picker and the questions about permission.
declare global {
  interface FileSystemHandle {
    queryPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>
    requestPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>
  }
  interface Window {
    showDirectoryPicker?(options: { id: string; mode: 'read' | 'readwrite' }): Promise<FileSystemDirectoryHandle>
  }
}

const settingKey = 'mirror'
const mode = 'readwrite'
const accessOf = { granted: 'granted', prompt: 'asks', denied: 'refused' } as const

/** Whether this browser can write into a folder at all. */
export const canMirror = (): boolean => window.showDirectoryPicker !== undefined

function parseSetting(value: unknown): MirrorSetting | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const [handle, fileName, key] = ['handle', 'fileName', 'key'].map((name): unknown => Reflect.get(value, name))
  const isWhole = handle instanceof FileSystemDirectoryHandle && typeof fileName === 'string'
  return isWhole ? { handle, fileName, key: key instanceof CryptoKey ? key : null } : undefined
}

function failed(thrown: unknown, folder: string): Result<never, MirrorError> {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return fail('MIRROR_FAILED', { folder, reason: reason.slice(0, 120) })
}

async function writeFile({ handle, fileName }: MirrorSetting, text: string): Promise<void> {
  const file = await handle.getFileHandle(fileName, { create: true })
  // What is written stays beside the former file until it is closed: a stick pulled out leaves the former whole.
  const writable = await file.createWritable()
  await writable.write(text)
  await writable.close()
  const lies = await (await file.getFile()).text()
  if (lies !== text) throw new Error('what was written did not come back')
}

/** The mirror folder of this browser. */
export function keptMirrorFolder(database: CaibaoDatabase): MirrorFolder {
  return {
    setting: async () => parseSetting((await database.settings.get(settingKey))?.value),
    async choose(key) {
      try {
        const handle = await window.showDirectoryPicker?.({ id: 'caibao-mirror', mode })
        if (!handle) return ok(undefined)
        const setting = { handle, fileName: `采报副本_${crypto.randomUUID().slice(0, 8)}.bak`, key }
        await database.settings.put({ key: settingKey, value: setting })
        return ok(setting)
      } catch (thrown) {
        if (thrown instanceof DOMException && thrown.name === 'AbortError') return ok(undefined)
        return failed(thrown, '')
      }
    },
    forget: () => database.settings.delete(settingKey),
    access: async ({ handle }) => accessOf[(await handle.queryPermission?.({ mode })) ?? 'granted'],
    askAgain: async ({ handle }) => accessOf[(await handle.requestPermission?.({ mode })) ?? 'granted'],
    async write(setting, text) {
      try {
        return ok(await writeFile(setting, text))
      } catch (thrown) {
        return failed(thrown, setting.handle.name)
      }
    },
  }
}

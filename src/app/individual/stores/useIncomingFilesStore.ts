import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { readIncomingFile } from '#app/platform/files/incoming-file.ts'
import { fail, type Result } from '#core/errors/result.ts'
import { type FileKind, fileKindOf } from '#core/submission/file-kind.ts'

/** What units pass among themselves: opened in the management edition. */
type UnitsOwn = 'certificate' | 'certificateRequest'

/** A file the person opened, dropped or launched, on its way to the page that takes it. */
export interface IncomingFile {
  readonly kind: Exclude<FileKind, 'unknown' | UnitsOwn>
  readonly text: string
  readonly name: string
}

/** Holds one opened file until the page for its kind takes it. */
export const useIncomingFilesStore = defineStore('incoming-files', () => {
  const held = shallowRef<IncomingFile>()

  /** Reads a file, tells what it is by its content, and holds it. */
  async function receive(file: File): Promise<Result<IncomingFile>> {
    const text = await readIncomingFile(file)
    const kind = text.ok ? fileKindOf(text.value) : text
    if (!text.ok) return text
    if (!kind.ok) return kind
    if (kind.value === 'unknown') return fail('FILE_KIND_UNKNOWN', {})
    if (kind.value === 'certificate' || kind.value === 'certificateRequest') return fail('FILE_FOR_UNITS', {})
    held.value = { kind: kind.value, text: text.value, name: file.name }
    return { ok: true, value: held.value }
  }

  /** Hands over the held file, once, if it is of one of these kinds. */
  function take(...kinds: readonly FileKind[]): IncomingFile | undefined {
    const file = held.value
    if (!file || !kinds.includes(file.kind)) return undefined
    held.value = undefined
    return file
  }

  function forget(): void {
    held.value = undefined
  }

  return { held, receive, take, forget }
})

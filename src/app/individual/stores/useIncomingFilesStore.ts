import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type FileKind, fileKindOf } from '#core/submission/file-kind.ts'
import { readGivenFile } from './read-given-file.ts'

/** What is told of and not opened: what is of units belongs to the management edition. */
type NotOpened = 'unknown' | 'receipt' | 'certificate' | 'certificateRequest' | 'unitKey' | 'unitBackup'

/** A file the person opened, dropped or launched, on its way to the page that takes it. */
export interface IncomingFile {
  readonly kind: Exclude<FileKind, NotOpened>
  readonly text: string
  readonly name: string
}

const notOpened: { readonly [K in NotOpened]: AppError } = {
  unknown: { code: 'FILE_KIND_UNKNOWN', params: {} },
  receipt: { code: 'FILE_IS_RECEIPT', params: {} },
  certificate: { code: 'FILE_FOR_UNITS', params: { what: 'certificate' } },
  certificateRequest: { code: 'FILE_FOR_UNITS', params: { what: 'certificate' } },
  unitKey: { code: 'FILE_FOR_UNITS', params: { what: 'keyFile' } },
  unitBackup: { code: 'FILE_FOR_UNITS', params: { what: 'storeBackup' } },
}

const isOpened = (kind: FileKind): kind is IncomingFile['kind'] => !Object.hasOwn(notOpened, kind)

/** Holds one opened file until the page for its kind takes it. */
export const useIncomingFilesStore = defineStore('incoming-files', () => {
  const held = shallowRef<IncomingFile>()

  /** Reads a file, tells what it is by its content, and holds it. */
  async function receive(file: File): Promise<Result<IncomingFile>> {
    const text = await readGivenFile(file)
    const kind = text.ok ? fileKindOf(text.value) : text
    if (!text.ok) return text
    if (!kind.ok) return kind
    if (!isOpened(kind.value)) return { ok: false, error: notOpened[kind.value] }
    held.value = { kind: kind.value, text: text.value, name: file.name }
    return ok(held.value)
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

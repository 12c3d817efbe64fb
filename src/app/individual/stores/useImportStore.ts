import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { parseRecord } from '#core/record/parse-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { useIncomingFilesStore } from './useIncomingFilesStore.ts'

/** `next`: the next submission of the same record; `fresh`: another record with the same content. */
export type ImportKind = 'next' | 'fresh'

/** A submission as the start of a new draft. */
export const useImportStore = defineStore('import', () => {
  const { storage, history } = usePlatform()
  const { scheme } = useSchemeStore()
  const incoming = useIncomingFilesStore()
  const submission = shallowRef<Submission>()
  const record = shallowRef<PersonRecord>()
  const error = shallowRef<AppError>()
  const isLoaded = ref(false)
  const isHere = ref(false)
  const kind = ref<ImportKind>('fresh')
  const name = computed(() => record.value?.basic['name'] ?? '')

  async function textOf(digest: string): Promise<string | undefined> {
    if (digest === '') return incoming.take('submission')?.text
    const stored = await storage.getSubmission(digest)
    if (stored.ok) return stored.value?.text
    error.value = stored.error
    return undefined
  }

  async function read(text: string): Promise<void> {
    const found = await readSubmission(text)
    // The names of codes are taken anew when it is handed in.
    const parsed = found.ok ? parseRecord(found.value.content.record, scheme) : found
    if (!found.ok || !parsed.ok) {
      if (!parsed.ok) error.value = parsed.error
      return
    }
    submission.value = found.value
    record.value = parsed.value
    const standing = await storage.load(parsed.value.id)
    isHere.value = standing.ok || standing.error.code !== 'DRAFT_MISSING'
    kind.value = isHere.value ? 'fresh' : 'next'
  }

  /** Reads the file that was opened, or the submission of this device with the digest. */
  async function load(digest: string): Promise<void> {
    submission.value = undefined
    record.value = undefined
    error.value = undefined
    const text = await textOf(digest)
    if (text !== undefined) await read(text)
    isLoaded.value = true
  }

  /** Makes the draft; returns its id. */
  async function start(): Promise<string | undefined> {
    if (!submission.value || !record.value) return undefined
    const { digest, content } = submission.value
    const isNext = kind.value === 'next' && !isHere.value
    const id = isNext ? record.value.id : crypto.randomUUID()
    const copy: PersonRecord = { ...record.value, id, schemeVersion: scheme.version }
    const handedIn = { revision: content.revision, digest, draftRevision: 0 }
    const created = await storage.create({ id, record: copy, ...(isNext && { handedIn }) })
    if (!created.ok) {
      error.value = created.error
      return undefined
    }
    await (await history()).keepImported(created.value)
    return id
  }

  return { submission, error, isLoaded, isHere, kind, name, load, start }
})

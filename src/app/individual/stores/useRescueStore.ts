import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { NewDraft } from '#app/platform/storage/draft-storage.ts'
import { readRescue, type Rescue } from '#app/platform/storage/read-rescue.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { bringBackLost } from './bring-back-lost.ts'
import { lastHandedIn } from './last-handed-in.ts'

/** What a record answers that stands here and cannot be read. */
const standsHere: ReadonlySet<string> = new Set(['DRAFT_LOCKED', 'DRAFT_UNREADABLE'])

/** A rescue file that was opened: shown first, then added as a new draft; it never replaces one. */
export const useRescueStore = defineStore('rescue', () => {
  const { storage, secondCopies } = usePlatform()
  const { scheme } = useSchemeStore()
  const rescue = shallowRef<Rescue>()
  const error = shallowRef<AppError>()
  const isBusy = ref(false)

  function close(): void {
    rescue.value = undefined
    error.value = undefined
  }

  function read(bytes: Uint8Array): void {
    close()
    const result = readRescue(bytes, scheme)
    if (result.ok) rescue.value = result.value
    else error.value = result.error
  }

  function refuse(reason: string): void {
    close()
    error.value = { code: 'FILE_NOT_OPENED', params: { reason } }
  }

  /** The same record going on, if it had been handed in and nothing of it stands here; else a record of its own. */
  async function startOf({ record, handedIn }: Rescue): Promise<Result<Pick<NewDraft, 'id' | 'handedIn'>>> {
    // What lay behind a passphrase when the database was lost stands so here, and nothing of it is laid open beside it.
    const found = await bringBackLost(secondCopies, [record.id], 'locks')
    if (!found.ok) return found
    if (!handedIn) return ok({ id: crypto.randomUUID() })
    const standing = await storage.load(record.id)
    if (standing.ok || standsHere.has(standing.error.code)) return ok({ id: crypto.randomUUID() })
    // Whether it stands here is not known: as another record it would be another person for the unit.
    if (standing.error.code !== 'DRAFT_MISSING') return standing
    const last = await lastHandedIn(storage, record.id, handedIn)
    return last.ok ? ok({ id: record.id, handedIn: last.value }) : last
  }

  /** Adds what the file holds as a new draft, behind the lock of the record it was of; its id when it was kept. */
  async function add(): Promise<string | undefined> {
    if (!rescue.value || isBusy.value) return undefined
    isBusy.value = true
    const { record, confirmations, declarations } = rescue.value
    const start = await startOf(rescue.value)
    const created = start.ok
      ? await storage.create({
          ...start.value,
          record: { ...record, id: start.value.id },
          confirmations,
          declarations,
          madeOf: record.id,
        })
      : start
    isBusy.value = false
    if (!created.ok) {
      error.value = created.error
      return undefined
    }
    close()
    return created.value.id
  }

  return { rescue, error, isBusy, read, refuse, add, close }
})

import type { Ref } from 'vue'
import type { FileDoor } from '#app/platform/files/file-door.ts'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'
import { stillOpen } from './still-open.ts'
import type { useCaseStore } from './useCaseStore.ts'
import type { useUnitStore } from './useUnitStore.ts'

interface PersonFiles {
  readonly desk: Pick<ReturnType<typeof useCaseStore>, 'row' | 'contents'>
  readonly units: Pick<ReturnType<typeof useUnitStore>, 'cases'>
  readonly files: FileDoor
  /** Where it is told why there is no file of what the unit entered. */
  readonly error: Ref<AppError | undefined>
  /** Where it is told of a file that was received: beside what is left where nothing else of the person can be read. */
  readonly receivedError: Ref<AppError | undefined>
}

/** Files of the person on the desk, as the store keeps them. */
export function filesOfPerson({ desk, units, files, error, receivedError }: PersonFiles) {
  async function save(
    fileName: string,
    read: (cases: CaseStorage) => Promise<Result<string | undefined>>,
    told: Ref<AppError | undefined>,
  ): Promise<void> {
    const cases = units.cases()
    if (!cases.ok) {
      told.value = cases.error
      return
    }
    const isOpen = stillOpen(units)
    const kept = await read(cases.value)
    if (!isOpen()) return
    const text = kept.ok && kept.value === undefined ? fail('SYNC_PAYLOAD_MISSING', {}) : kept
    told.value = text.ok ? undefined : text.error
    if (text.ok && text.value !== undefined) await files.save({ fileName, text: text.value, type: 'application/json' })
  }

  /** 代录: what the unit entered, for the person to open, check, complete and hand in as their own. */
  async function saveEntered(): Promise<void> {
    const { name = '', standing = '' } = desk.row ?? {}
    await save(rosterPaperWords.enteredFile(name), (cases) => cases.text(standing), error)
  }

  /** The file one of the submissions came in, byte for byte; of one out of a pack, the submission itself. */
  async function saveReceived(digest: string): Promise<void> {
    const { record, revision } = desk.contents.get(digest) ?? {}
    if (!record || revision === undefined) return
    const fileName = rosterPaperWords.receivedFile(record.basic['name'] ?? '', revision, formatDigest(digest))
    await save(fileName, (cases) => cases.original(digest), receivedError)
  }
  return { saveEntered, saveReceived }
}

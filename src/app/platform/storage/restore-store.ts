import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { CaseChange } from './case-change.ts'
import type { CaseStorage } from './case-storage.ts'
import { isOfUnit, readStoreBackup, type StoreBackupError } from './read-store-backup.ts'
import type { BackedUpCase, StoreHead } from './store-backup-lines.ts'

/** What a restore made of the people of a backup. */
export interface RestoredStore {
  readonly head: StoreHead
  /** Here before exactly so, or further than in the backup: left as they are, but for files that are missing here. */
  readonly kept: number
  readonly added: number
  /** Further in the backup than here. */
  readonly advanced: number
  /** Gone different ways here and in the backup: what is here stays, but for files that are missing here. */
  readonly diverged: readonly { readonly caseId: string; readonly name: string }[]
}

const writtenAtOnce = 100

/** What a case of a backup is to the one that stands here. */
type CaseComparison = 'new' | 'same' | 'behind' | 'ahead' | 'diverged'

/** Compares two trails step by step; `ahead` means the backup knows more. */
function compareTrails(here: readonly { id: string }[], there: readonly { id: string }[]): CaseComparison {
  if (here.length === 0) return 'new'
  const common = Math.min(here.length, there.length)
  const isSame = here.slice(0, common).every(({ id }, at) => id === there[at]?.id)
  if (!isSame) return 'diverged'
  if (here.length === there.length) return 'same'
  return here.length > there.length ? 'behind' : 'ahead'
}

/**
 * A case as it stands here, with files that are nowhere here: a colleague's steps may come before their files, also
 * where the case went two ways and the steps of the backup are not taken over.
 */
async function missingFor(
  cases: CaseStorage,
  caseId: string,
  files: BackedUpCase['files'],
  onto: string,
): Promise<Result<CaseChange | undefined, StoreBackupError>> {
  const held = await cases.held(files.map(({ digest }) => digest))
  if (!held.ok) return held
  const texts = files.filter(({ digest }) => !held.value.has(digest))
  const whole = texts.length > 0 ? await cases.whole(caseId) : ok(undefined)
  if (!whole.ok) return whole
  if (!whole.value) return ok(undefined)
  const { key: _key, ...row } = whole.value.row
  return ok({ row, events: [], texts, onto })
}

/** The change that brings a case to where the backup has it; the name it goes by in addresses is this device's. */
async function changeFor(cases: CaseStorage, { row: { key: _key, ...row }, events, files }: BackedUpCase) {
  const here = await cases.trail(row.caseId)
  if (!here.ok) return here
  const comparison = compareTrails(here.value, events)
  const onto = here.value.at(-1)?.id ?? ''
  if (comparison === 'same' || comparison === 'behind' || comparison === 'diverged') {
    const change = await missingFor(cases, row.caseId, files, onto)
    return change.ok ? ok({ comparison, change: change.value }) : change
  }
  const held = await cases.files(row.caseId)
  if (!held.ok) return held
  const known = new Set(held.value.map(({ digest }) => digest))
  const change: CaseChange = {
    row,
    events: events.slice(here.value.length),
    texts: files.filter(({ digest }) => !known.has(digest)),
    onto,
  }
  return ok({ comparison, change })
}

/** What stopped a restore half way through its second reading. */
class RestoreStopped extends Error {
  readonly error: StoreBackupError
  constructor(error: StoreBackupError) {
    super(error.code)
    this.error = error
  }
}

/** Reads a backup to its end without writing anything: whether it is whole, of this unit, and opens. */
export async function verifyStoreBackup(
  file: Blob,
  passphrase: string,
  unit: Unit | undefined,
): Promise<Result<StoreHead, StoreBackupError>> {
  const read = await readStoreBackup(file, passphrase, { onCount: () => undefined, onCase: () => undefined })
  if (!read.ok || !unit) return read
  const own = isOfUnit(read.value, unit)
  return own.ok ? read : own
}

/** Packs that are not known here: without them nothing builds on what was reported, and no proof can be made. */
async function restorePacks(cases: CaseStorage, packs: StoreHead['packs']): Promise<void> {
  const known = await cases.packs()
  if (!known.ok) throw new RestoreStopped(known.error)
  const here = new Set(known.value.map(({ digest }) => digest))
  for (const pack of packs.filter(({ digest }) => !here.has(digest))) {
    const written = await cases.append([], pack)
    if (!written.ok) throw new RestoreStopped(written.error)
  }
}

/** Restores people batch by batch, each wholly; what is newer here is never overwritten. The file was verified before. */
export async function restoreStore(
  cases: CaseStorage,
  file: Blob,
  { passphrase, onProgress }: { readonly passphrase: string; readonly onProgress: (done: number, of: number) => void },
): Promise<Result<RestoredStore, StoreBackupError | AppError<'RESTORE_BROKE_OFF'>>> {
  const counts = { new: 0, same: 0, behind: 0, ahead: 0, diverged: 0 }
  const diverged: RestoredStore['diverged'][number][] = []
  let waiting: CaseChange[] = []
  let [of, done, written] = [0, 0, 0]
  const flush = async (): Promise<void> => {
    const appended = waiting.length > 0 ? await cases.append(waiting) : ok([])
    if (!appended.ok) throw new RestoreStopped(appended.error)
    written += waiting.length
    waiting = []
    onProgress(done, of)
  }
  try {
    const read = await readStoreBackup(file, passphrase, {
      onCount: (count) => void (of = count),
      async onCase(backedUp) {
        const planned = await changeFor(cases, backedUp)
        if (!planned.ok) throw new RestoreStopped(planned.error)
        const { comparison } = planned.value
        const { caseId, name } = backedUp.row
        counts[comparison] += 1
        if (comparison === 'diverged') diverged.push({ caseId, name })
        if (planned.value.change) waiting.push(planned.value.change)
        done += 1
        if (done % writtenAtOnce === 0) await flush()
      },
    })
    // What is said of a file that cannot be read is that nothing was changed.
    if (!read.ok) return written > 0 ? fail('RESTORE_BROKE_OFF', { people: written }) : read
    await flush()
    await restorePacks(cases, read.value.packs)
    const { new: added, ahead: advanced, same, behind } = counts
    return ok({ head: read.value, kept: same + behind, added, advanced, diverged })
  } catch (thrown) {
    if (thrown instanceof RestoreStopped) return { ok: false, error: thrown.error }
    throw thrown
  }
}

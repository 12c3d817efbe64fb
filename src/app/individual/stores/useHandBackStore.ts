import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { DraftEntry, LockedEntry, UnreadableEntry } from '#app/platform/storage/draft-storage.ts'
import { attempt } from '#app/platform/storage/attempt.ts'
import type { KeyLoss } from '#app/platform/storage/key-copies.ts'
import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { withLeft } from '#app/platform/storage/with-left.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { receiptOf } from '#core/sync/outbox.ts'
import { proofOfCopy, type ProofOfCopy } from '#core/backup/proof-of-copy.ts'
import { lockedRevision } from './seen-copies.ts'
import { takeInLeft } from './take-in-left.ts'
import { useBackupStore } from './useBackupStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'

/** What would be erased, and where else it exists. */
export interface ErasedItem {
  readonly id: string
  readonly kind: 'draft' | 'removed' | 'locked' | 'unreadable' | 'submission'
  readonly name: string
  readonly proof: ProofOfCopy
  /** The person noted it as handed over, which no receipt proves. */
  readonly isOwnWord: boolean
  /** A submission of it has not reached the unit, and will not be sent any more. */
  readonly isWaiting: boolean
  /** The database has lost it; it lies in the second copies alone. */
  readonly isLost: boolean
}

const isOnItsWay = ({ state }: OutboxEntry): boolean => state.name !== 'returned' && receiptOf(state) === undefined

type Entry = DraftEntry | LockedEntry | UnreadableEntry

/** What a draft is here with all that is typed of it: no copy is whole without what the storage does not take. */
const wholly = (entry: Entry): Entry =>
  entry.kind === 'draft' ? { ...entry, draft: withLeft(entry.draft, entry.draft.savedAt) } : entry

const idOf = (entry: Entry): string => (entry.kind === 'draft' ? entry.draft.id : entry.id)

/** What is given up: the entry as it stands, and its submissions that have not reached their unit. */
interface Standing {
  readonly entry: string
  readonly waiting: readonly string[]
}

/** Whether nothing came to it since. That something of it arrived takes nothing away. */
const isAsBefore = (before: Standing, now: Standing | undefined): boolean =>
  before.entry === now?.entry && now.waiting.every((digest) => before.waiting.includes(digest))

/** No copy is known of a state that the database has lost: what was noted of it went with the database. */
function lostItem({ kind, row, address }: LostRecord): ErasedItem {
  const draft = parseDraft(row)
  const name = draft.ok ? (draft.value.record.basic['name'] ?? '') : ''
  const open = draft.ok ? 'draft' : 'unreadable'
  return {
    id: address,
    kind: kind === 'locks' ? 'locked' : open,
    name,
    proof: 'none',
    isOwnWord: false,
    isWaiting: false,
    isLost: true,
  }
}

/** 交还电脑: proves that a copy exists elsewhere, then erases. */
export const useHandBackStore = defineStore('hand-back', () => {
  const { storage, eraseDevice, secondCopies, backup } = usePlatform()
  const backups = useBackupStore()
  const outbox = useOutboxStore()
  const entries = shallowRef<readonly Entry[]>()
  const lost = shallowRef<readonly LostRecord[]>([])
  const accepted = shallowReactive(new Set<string>())
  const error = shallowRef<AppError>()
  const isDone = ref(false)
  /** How the signing key goes with the rest, where it does. */
  const keyLoss = ref<KeyLoss>()
  let standing: ReadonlyMap<string, Standing> = new Map()

  const proofOf = (id: string, revision: number, onServer?: number): ProofOfCopy =>
    proofOfCopy({
      revision,
      inFile: backups.lastInFile.get(id)?.revision,
      inFolder: backups.lastInFolder.get(id)?.revision,
      onServer,
    })

  /** Submissions that have not reached their unit. */
  const waiting = computed(() => outbox.entries.filter(isOnItsWay))

  function itemOf(entry: Entry): ErasedItem {
    const isWaiting = waiting.value.some(({ draftId }) => draftId === idOf(entry))
    if (entry.kind !== 'draft') {
      const proof = entry.kind === 'locked' ? proofOf(entry.id, lockedRevision) : 'none'
      return { id: entry.id, kind: entry.kind, name: '', proof, isOwnWord: false, isWaiting, isLost: false }
    }
    const { id, revision, record, handedIn, deletedAt } = entry.draft
    const proof = proofOf(id, revision, backups.onServer(entry.draft)?.revision)
    return {
      id,
      kind: deletedAt === null ? 'draft' : 'removed',
      name: record.basic['name'] ?? '',
      proof,
      isOwnWord: proof === 'none' && handedIn?.draftRevision === revision && outbox.handedOver.has(handedIn.digest),
      isWaiting,
      isLost: false,
    }
  }

  function standingOf(entry: Entry): Standing {
    const own = waiting.value.filter(({ draftId }) => draftId === idOf(entry))
    return { entry: JSON.stringify(entry), waiting: own.map(({ digest }) => digest) }
  }

  /** Submissions whose draft is gone for good: no copy of it holds them. */
  function left(of: readonly Entry[]): readonly ErasedItem[] {
    const drafts = new Set(of.map(idOf))
    const alone = waiting.value.filter(({ draftId }) => !drafts.has(draftId))
    return alone.map(({ digest: id, personName: name }): ErasedItem => {
      return { id, kind: 'submission', name, proof: 'none', isOwnWord: false, isWaiting: true, isLost: false }
    })
  }

  const items = computed(
    () => entries.value && [...entries.value.map(itemOf), ...lost.value.map(lostItem), ...left(entries.value)],
  )
  const isProven = computed(
    () => items.value !== undefined && items.value.every(({ id, proof }) => proof !== 'none' || accepted.has(id)),
  )

  async function load(): Promise<void> {
    // What the storage does not take is in no copy, and told of so: a full disk keeps nobody from giving it up.
    await takeInLeft(storage)
    await Promise.all([backups.refresh(), outbox.refresh()])
    const [found, gone] = [await storage.list(), await attempt('read', async () => (await secondCopies()).lost())]
    const loss = await (await backup()).keyLoss()
    keyLoss.value = loss.ok ? loss.value : 'notInBackup'
    const now = found.ok ? found.value.map(wholly) : []
    const before = standing
    standing = new Map(now.map((entry) => [idOf(entry), standingOf(entry)]))
    // What was given up is what stood then, not what was typed or handed in since.
    for (const [id, stood] of before) if (!isAsBefore(stood, standing.get(id))) accepted.delete(id)
    // What is not known of the outbox, or of the second copies, is not erased unseen.
    const unread = found.ok ? outbox.error : found.error
    const failed = gone.ok ? unread : gone.error
    lost.value = gone.ok ? gone.value : []
    entries.value = failed ? undefined : now
    error.value = failed
  }

  function accept(id: string, isAccepted: boolean): void {
    if (isAccepted) accepted.add(id)
    else accepted.delete(id)
  }

  async function erase(): Promise<void> {
    // What was typed in another tab since the page was opened is not among what was proven.
    await load()
    if (!isProven.value) return
    const erased = await eraseDevice()
    if (erased.ok) isDone.value = true
    else error.value = erased.error
  }

  return { items, accepted, error, isDone, keyLoss, isProven, load, accept, erase }
})

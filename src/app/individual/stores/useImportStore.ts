import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Draft, NewDraft } from '#app/platform/storage/draft-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { declarationsOf } from '#core/backup/backup-of-submission.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { givenUpValues, type GivenUpValue, withoutGivenUp } from '#core/record/given-up.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Submission } from '#core/submission/submission.ts'
import { bringBackLost } from './bring-back-lost.ts'
import { lastHandedIn } from './last-handed-in.ts'
import { readOwnSubmission } from './read-own-submission.ts'
import { useIncomingFilesStore } from './useIncomingFilesStore.ts'

/** `next`: the next submission of the same record; `fresh`: another record with the same content. */
export type ImportKind = 'next' | 'fresh'

/** A submission as the start of a new draft. */
export const useImportStore = defineStore('import', () => {
  const { storage, history, secondCopies } = usePlatform()
  const { scheme } = useSchemeStore()
  const incoming = useIncomingFilesStore()
  const submission = shallowRef<Submission>()
  const record = shallowRef<PersonRecord>()
  /** What the file says in fields that the scheme in use has no more; the draft begins without them. */
  const givenUp = shallowRef<readonly GivenUpValue[]>([])
  const error = shallowRef<AppError>()
  /** The draft here that it was signed of. */
  const madeOf = ref<string>()
  const isLoaded = ref(false)
  const isHere = ref(false)
  const kind = ref<ImportKind>('fresh')
  const isStarting = ref(false)
  const name = computed(() => record.value?.basic['name'] ?? '')

  async function textOf(digest: string): Promise<string | undefined> {
    if (digest === '') return incoming.take('submission')?.text
    const stored = await storage.getSubmission(digest)
    if (!stored.ok) error.value = stored.error
    else madeOf.value = stored.value?.draftId
    return stored.ok ? stored.value?.text : undefined
  }

  async function read(text: string): Promise<void> {
    const found = await readOwnSubmission(text, scheme)
    if (!found.ok) {
      error.value = found.error
      return
    }
    submission.value = found.value.submission
    givenUp.value = givenUpValues(found.value.record, scheme)
    // The names of codes are taken anew when it is handed in.
    record.value = withoutGivenUp(found.value.record, scheme)
    // What the database has lost of the record is gone on from where it can be; where not it stays on offer.
    await bringBackLost(secondCopies, [found.value.record.id])
    const standing = await storage.load(found.value.record.id)
    isHere.value = standing.ok || standing.error.code !== 'DRAFT_MISSING'
    if (standing.ok) madeOf.value = standing.value.id
    kind.value = isHere.value ? 'fresh' : 'next'
  }

  /** Reads the file that was opened, or the submission of this device with the digest. */
  async function load(digest: string): Promise<void> {
    submission.value = undefined
    record.value = undefined
    givenUp.value = []
    error.value = undefined
    madeOf.value = undefined
    const text = await textOf(digest)
    if (text !== undefined) await read(text)
    isLoaded.value = true
  }

  const keepStart = async (draft: Draft): Promise<void> => (await history()).keepImported(draft)

  async function goingOn({
    digest,
    content,
  }: Submission): Promise<Result<Pick<NewDraft, 'handedIn' | 'declarations'>>> {
    const { revision, record: of } = content
    const last = await lastHandedIn(storage, of.id, { revision, digest })
    return last.ok ? ok({ handedIn: last.value, declarations: declarationsOf({ content }) }) : last
  }

  async function makeDraft(of: Submission, content: PersonRecord): Promise<string | undefined> {
    const isNext = kind.value === 'next' && !isHere.value
    const id = isNext ? content.id : crypto.randomUUID()
    const next = isNext ? await goingOn(of) : ok({})
    const fresh = { id, record: { ...content, id, schemeVersion: scheme.version } }
    const from = madeOf.value === undefined ? {} : { madeOf: madeOf.value }
    const created = next.ok ? await storage.create({ ...fresh, ...next.value, ...from }) : next
    if (!created.ok) {
      error.value = created.error
      return undefined
    }
    // Without it nothing is marked as changed since; the draft is there all the same, if only in this page.
    await keepStart(created.value).catch(() => undefined)
    return id
  }

  /** Makes the draft, one however often it is asked; returns its id. */
  async function start(): Promise<string | undefined> {
    if (!submission.value || !record.value || isStarting.value) return undefined
    isStarting.value = true
    try {
      return await makeDraft(submission.value, record.value)
    } finally {
      isStarting.value = false
    }
  }

  return { submission, givenUp, error, isLoaded, isHere, kind, name, isStarting, load, start }
})

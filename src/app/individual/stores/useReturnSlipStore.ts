import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { slipKey } from '#app/platform/storage/return-slip-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { nextOutboxState } from '#core/sync/outbox.ts'
import { signerTrust, type SignerTrust, type TasksOfRecord } from './slip-trust.ts'

/** A slip matched to the submission it sends back. */
export interface MatchedSlip {
  readonly slip: ReturnSlip
  readonly draftId: string
  readonly personName: string
  readonly trust: SignerTrust
  /** The draft has been handed in again since. */
  readonly isOutdated: boolean
}

/** What is asked of the draft of a submission. */
interface MadeOf {
  readonly recordId: string
  readonly tasks: TasksOfRecord
  /** Digest of what was handed in of it last. */
  readonly last: string | undefined
}

/** 退回单 being opened. */
export const useReturnSlipStore = defineStore('return-slips', () => {
  const { exchange, storage, clock } = usePlatform()
  const matched = shallowRef<MatchedSlip>()
  const error = shallowRef<AppError>()

  /** What hides a submission that is not found; nothing where it is not of this device, as far as the outbox tells. */
  async function hiddenBy(digest: string): Promise<AppError | undefined> {
    const sent = await (await exchange()).outbox.list()
    if (!sent.ok) return sent.error
    const draftId = sent.value.find((entry) => entry.digest === digest)?.draftId
    const draft = draftId === undefined ? undefined : await storage.load(draftId)
    return draft?.ok === false && draft.error.code !== 'DRAFT_MISSING' ? draft.error : undefined
  }

  /** The draft a submission was made of; where that was erased since, what the submission itself says of it. */
  async function madeOf({ draftId, text, digest }: StoredSubmission): Promise<Result<MadeOf>> {
    const [draft, signed] = await Promise.all([storage.load(draftId), readSubmission(text)])
    const signedFor = signed.ok ? signed.value.content.taskId : undefined
    if (draft.ok) {
      const { record, declarations, handedIn } = draft.value
      return ok({ recordId: record.id, tasks: [signedFor, declarations['task']], last: handedIn?.digest })
    }
    if (draft.error.code !== 'DRAFT_MISSING') return draft
    if (!signed.ok) return signed
    return ok({ recordId: signed.value.content.record.id, tasks: [signedFor], last: digest })
  }

  async function match(slip: ReturnSlip): Promise<Result<MatchedSlip>> {
    const { submissionDigest, recordId, revision } = slip.content
    const unmatched = fail('RETURN_SLIP_UNMATCHED', { digest: formatDigest(submissionDigest) })
    const submission = await storage.getSubmission(submissionDigest)
    if (!submission.ok) return submission
    const hidden = submission.value ? undefined : await hiddenBy(submissionDigest)
    if (hidden) return { ok: false, error: hidden }
    if (submission.value?.revision !== revision) return unmatched
    const { draftId, personName } = submission.value
    const about = await madeOf(submission.value)
    if (!about.ok) return about
    if (about.value.recordId !== recordId) return unmatched
    const trust = await signerTrust(slip, about.value.tasks, (await exchange()).tasks)
    const isOutdated = about.value.last !== submissionDigest
    return trust.ok ? ok({ slip, draftId, personName, trust: trust.value, isOutdated }) : trust
  }

  /** Reads a slip and finds what it sends back. */
  async function read(text: string): Promise<Result<MatchedSlip>> {
    const slip = await readReturnSlip(text)
    return slip.ok ? match(slip.value) : slip
  }

  function forget(): void {
    matched.value = undefined
    error.value = undefined
  }

  /** Reads a slip to be shown; nothing is kept yet. */
  async function receive(text: string): Promise<MatchedSlip | undefined> {
    forget()
    const found = await read(text)
    if (found.ok) matched.value = found.value
    else error.value = found.error
    return matched.value
  }

  /** Whether a slip lies on this device already. */
  async function isKept({ slip, draftId }: MatchedSlip): Promise<boolean> {
    const listed = await (await exchange()).slips.list(draftId)
    return listed.ok && listed.value.some((kept) => slipKey(kept) === slipKey({ slip }))
  }

  /** Keeps a slip and marks its submission as returned; true when both are on the disk. */
  async function keepMatched({ slip, draftId }: MatchedSlip): Promise<boolean> {
    const { slips, outbox } = await exchange()
    const now = clock.now()
    const kept = await slips.put({ slip, draftId, receivedAt: now })
    const slipId = slipKey({ slip })
    const marked = await outbox.update(slip.content.submissionDigest, (state) =>
      nextOutboxState(state, { kind: 'returned', slipId }, now),
    )
    if (!kept.ok) error.value = kept.error
    else if (!marked.ok) error.value = marked.error
    return kept.ok && marked.ok
  }

  /** A slip that could not even be read. */
  function refuse(why: AppError): void {
    matched.value = undefined
    error.value = why
  }

  /** Keeps the slip that is shown. */
  const keep = async (): Promise<boolean> => (matched.value ? keepMatched(matched.value) : false)

  return { matched, error, read, receive, refuse, keep, keepMatched, isKept, forget }
})

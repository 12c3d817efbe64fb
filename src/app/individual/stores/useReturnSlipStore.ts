import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { slipKey } from '#app/platform/storage/return-slip-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { isSameSigner } from '#core/certificate/same-signer.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signedTask } from '#core/task/read-task.ts'
import { nextOutboxState } from '#core/sync/outbox.ts'

/** Whether the signer is the unit of the draft's task: it is, there is no task to compare with, or it is another. */
export type SignerTrust = 'task' | 'unknown' | 'other'

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
  readonly taskId: string | undefined
  /** Digest of what was handed in of it last. */
  readonly last: string | undefined
}

/** 退回单 being opened. */
export const useReturnSlipStore = defineStore('return-slips', () => {
  const { exchange, storage, clock } = usePlatform()
  const matched = shallowRef<MatchedSlip>()
  const error = shallowRef<AppError>()

  async function trustIn(slip: ReturnSlip, taskId: string | undefined): Promise<SignerTrust> {
    if (taskId === undefined) return 'unknown'
    const { tasks } = await exchange()
    const accepted = await tasks.get(taskId)
    if (!accepted.ok || !accepted.value) return 'unknown'
    const { content, signer, certificates } = slip
    const now = { unit: content.unit, signer, certificates, at: content.returnedAt }
    return (await isSameSigner(signedTask(accepted.value.task), now)) ? 'task' : 'other'
  }

  /** Whether a submission that is not found lies behind a lock: the outbox still tells of which draft it was. */
  async function isOfLocked(digest: string): Promise<boolean> {
    const sent = await (await exchange()).outbox.list()
    const draftId = sent.ok ? sent.value.find((entry) => entry.digest === digest)?.draftId : undefined
    const draft = draftId === undefined ? undefined : await storage.load(draftId)
    return draft?.ok === false && draft.error.code === 'DRAFT_LOCKED'
  }

  /** The draft a submission was made of; where that was erased since, what the submission itself says of it. */
  async function madeOf({ draftId, text, digest }: StoredSubmission): Promise<Result<MadeOf>> {
    const draft = await storage.load(draftId)
    if (draft.ok) {
      const { record, declarations, handedIn } = draft.value
      return ok({ recordId: record.id, taskId: declarations['task'], last: handedIn?.digest })
    }
    if (draft.error.code !== 'DRAFT_MISSING') return draft
    const signed = await readSubmission(text)
    if (!signed.ok) return signed
    const { record, taskId } = signed.value.content
    return ok({ recordId: record.id, taskId, last: digest })
  }

  async function match(slip: ReturnSlip): Promise<Result<MatchedSlip>> {
    const { submissionDigest, recordId, revision } = slip.content
    const unmatched = fail('RETURN_SLIP_UNMATCHED', { digest: formatDigest(submissionDigest) })
    const submission = await storage.getSubmission(submissionDigest)
    if (!submission.ok) return submission
    if (!submission.value && (await isOfLocked(submissionDigest))) return fail('DRAFT_LOCKED', {})
    if (submission.value?.revision !== revision) return unmatched
    const { draftId, personName } = submission.value
    const about = await madeOf(submission.value)
    if (!about.ok) return about
    if (about.value.recordId !== recordId) return unmatched
    const trust = await trustIn(slip, about.value.taskId)
    const isOutdated = about.value.last !== submissionDigest
    return ok({ slip, draftId, personName, trust, isOutdated })
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

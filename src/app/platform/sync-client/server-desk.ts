import { calculateJwkThumbprint } from 'jose'
import type * as v from 'valibot'
import type { Clock } from '#app/platform/clock/clock.ts'
import type { DeviceKeys } from '#app/platform/keys/device-keys.ts'
import { attempt } from '#app/platform/storage/attempt.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signMessage } from '#core/signed/compact.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { DeliveryResult } from '#core/sync/delivery.ts'
import { wasChangedOnTheWay } from '#core/sync/changed-on-the-way.ts'
import { deviceRequestHeader, emptyBody } from '#core/sync/device-request.ts'
import { apiBase } from '#core/sync/endpoint.ts'
import { furtherMark, type LogMark, startOfLog } from '#core/sync/log-mark.ts'
import { readDelivery, refusedDelivery } from '#core/sync/read-delivery.ts'
import { readReceipt } from '#core/sync/receipt.ts'
import { listReturnSlips, type WaitingSlip } from '#core/sync/return-slips.ts'
import { schemeHeader } from '#core/sync/scheme-uses.ts'
import { getServerInfo } from '#core/sync/server-info.ts'
import { getSubmissionStatus, type SubmissionStatus, uploadSubmission } from '#core/sync/submissions.ts'
import { uploadClaimHeader, uploadClaimKind } from '#core/sync/upload-claim.ts'
import { type Answered, readWireAnswer, refuse, type Refusal, type WireAnswer } from '#core/sync/wire-answer.ts'
import type { TaskContent } from '#core/task/task.ts'
import { sendOverWire, type WireRequest } from './send-over-wire.ts'
import type { KnownServer, ServerBook } from './server-book.ts'
import { digestOfText, signRequest } from './sign-request.ts'

/** What is to be delivered, and for which task. */
export interface Delivery {
  readonly digest: string
  /** The file, plain or sealed, byte for byte. */
  readonly text: string
  readonly isSealed: boolean
  readonly revision: number
  readonly recordId: string | undefined
  readonly previous: string | undefined
  readonly task: TaskContent | undefined
}

/** Return slips that wait at a server, and where to go on reading. */
export interface SlipsPage {
  readonly items: readonly WaitingSlip[]
  readonly next: number
}

/** What a person's device does with a unit's server; what happened is in the result, also where the disk is full. */
export interface ServerDesk {
  /** The way of a submission to its unit; without a server it goes by file. */
  readonly send: (delivery: Delivery) => Promise<DeliveryResult>
  readonly statusOf: (task: TaskContent, digest: string) => Promise<Answered<SubmissionStatus>>
  /** Whether a receipt is for something that this device signed: only then the server speaks of it to this device. */
  readonly isOfThisDevice: (receipt: string) => Promise<boolean>
  /** Whether the server of a task is the one this page came from: no other can be asked from here. */
  readonly isHere: (task: TaskContent) => boolean
  /** Whether it is that server with the key it is known to have now: one before it, or after it, is asked by no such task. */
  readonly isNamedBy: (task: TaskContent) => Promise<boolean>
  /** Whether a receipt was signed by another key than the server here has now. */
  readonly isOfOtherKey: (receipt: string) => Promise<boolean>
  /** Slips that were not read yet, or those behind a place; `markRead` says up to where they are safe on this device. */
  readonly slips: (task: TaskContent, after?: number) => Promise<Answered<SlipsPage>>
  /** Throws what the database throws, as `believe` does. */
  readonly markRead: (slip: Pick<WaitingSlip, 'position' | 'mark'>) => Promise<void>
  /** Whether the server was found restored from an older backup, and nobody has asked it yet what it still has. */
  readonly isDoubted: () => Promise<boolean>
  /** It has been asked. */
  readonly believe: () => Promise<void>
}

interface Deps {
  readonly book: ServerBook
  readonly keys: DeviceKeys
  readonly clock: Clock
  /** Origin of this page: the only server its content policy lets it speak to. */
  readonly origin: string
  /** Version of the scheme this app works with, which the server is told. */
  readonly schemeVersion: string
  readonly wire?: (request: WireRequest) => Promise<WireAnswer>
}

/** What is kept of a server from one meeting to the next. */
const seenOf = ({ slipsAfter, mark, isDoubted }: KnownServer) => ({
  slipsAfter,
  ...(mark !== undefined && { mark }),
  ...(isDoubted && { isDoubted }),
})

/** The furthest place seen counts: it vouches for all before it. */
const withMark = (known: KnownServer, mark: LogMark | undefined): KnownServer =>
  mark === undefined ? known : { ...known, mark: furtherMark(mark, known.mark ?? startOfLog) }

/** The server of the person's unit, as seen from this device. */
class Desk implements ServerDesk {
  readonly #book: ServerBook
  readonly #keys: DeviceKeys
  readonly #clock: Clock
  readonly #origin: string
  readonly #schemeVersion: string
  readonly #wire: (request: WireRequest) => Promise<WireAnswer>

  constructor({ book, keys, clock, origin, schemeVersion, wire = sendOverWire }: Deps) {
    this.#schemeVersion = schemeVersion
    this.#book = book
    this.#keys = keys
    this.#clock = clock
    this.#origin = origin
    this.#wire = wire
  }

  /** Whether the task's server is the one this page came from. */
  #reach(task: TaskContent | undefined): Refusal | undefined {
    if (task?.server === undefined) return refuse('needsPerson', fail('DELIVERY_NO_SERVER', {}))
    const { origin } = new URL(task.server)
    return origin === this.#origin
      ? undefined
      : refuse('needsPerson', fail('DELIVERY_OTHER_SERVER', { server: origin }))
  }

  /** Asks the server who it is, and holds it against the task's word or what this device knows. */
  async #meet({ serverKey }: TaskContent): Promise<Answered<KnownServer>> {
    const sentAt = this.#clock.now()
    const answer = await this.#wire({ method: 'GET', path: `${apiBase}${getServerInfo.path}` })
    const info = readWireAnswer(answer, getServerInfo.answer)
    if (!info.ok) return info
    const { kid, key, time } = info.value
    if ((await calculateJwkThumbprint(key, 'sha256')) !== kid) {
      return refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }))
    }
    const known = await this.#book.find(this.#origin)
    const expected = serverKey ?? known?.kid ?? kid
    if (kid !== expected) return refuse('needsPerson', fail('SERVER_KEY_OTHER', {}))
    const now = this.#clock.now()
    const met = await attempt('write', () =>
      this.#book.update(this.#origin, (standing) => ({
        kid,
        // The answer left the server about half-way between.
        aheadMs: Math.round(time - (sentAt + now) / 2),
        metAt: now,
        ...(standing?.kid === kid ? seenOf(standing) : { slipsAfter: 0 }),
      })),
    )
    // What cannot be written down here is tried again when there is room.
    return met.ok ? met : refuse('retry', met)
  }

  async #signingKey(): Promise<Answered<SigningKey>> {
    const key = await this.#keys.signingKey()
    return key.ok ? key : refuse('needsPerson', key)
  }

  async #ask<T>(task: TaskContent, path: string, schema: v.GenericSchema<unknown, T>): Promise<Answered<T>> {
    const unreachable = this.#reach(task)
    if (unreachable) return unreachable
    const server = await this.#meet(task)
    if (!server.ok) return server
    const key = await this.#signingKey()
    if (!key.ok) return key
    const request = { method: 'GET', path: `${apiBase}${path}` } as const
    const time = this.#clock.now() + server.value.aheadMs
    const signature = await signRequest({ ...request, server: server.value.kid, body: emptyBody, time }, key.value)
    const headers = { [deviceRequestHeader]: signature, [schemeHeader]: this.#schemeVersion }
    return readWireAnswer(await this.#wire({ ...request, headers }), schema)
  }

  async #claimHeader(delivery: Delivery, taskId: string): Promise<Answered<Readonly<Record<string, string>>>> {
    const { isSealed, text, digest, revision, recordId, previous } = delivery
    if (!isSealed) return ok({})
    if (recordId === undefined) return refuse('needsPerson', fail('UPLOAD_CLAIM_BAD', { where: 'recordId' }))
    const key = await this.#signingKey()
    if (!key.ok) return key
    const file = await digestOfText(text)
    const claim = { file, digest, taskId, recordId, revision, ...(previous !== undefined && { previous }) }
    return ok({ [uploadClaimHeader]: await signMessage(uploadClaimKind, claim, key.value) })
  }

  async send(delivery: Delivery): Promise<DeliveryResult> {
    const { task, text, digest } = delivery
    const unreachable = this.#reach(task)
    if (unreachable || !task)
      return refusedDelivery(unreachable ?? refuse('needsPerson', fail('DELIVERY_NO_SERVER', {})))
    if (task.token === undefined)
      return { kind: 'needsPerson', error: fail('SERVER_TOKEN_BAD', { why: 'missing' }).error }
    const server = await this.#meet(task)
    if (!server.ok) return refusedDelivery(server)
    const claim = await this.#claimHeader(delivery, task.id)
    if (!claim.ok) return refusedDelivery(claim)
    const answer = await this.#wire({
      method: 'POST',
      path: `${apiBase}${uploadSubmission.path}`,
      headers: { Authorization: `Bearer ${task.token}`, 'Content-Type': 'text/plain; charset=utf-8', ...claim.value },
      body: text,
    })
    const result = await readDelivery(answer, { digest, taskId: task.id, serverKey: server.value.kid })
    // The receipt stands without it: the next one shows a place further on.
    if (result.kind === 'receipt') await attempt('write', () => this.#change((known) => withMark(known, result.mark)))
    if (result.kind === 'quarantine' && (await wasChangedOnTheWay(result.error, text)))
      return { kind: 'retry', error: fail('DELIVERY_CHANGED', {}).error }
    return result
  }

  async #change(next: (known: KnownServer) => KnownServer): Promise<void> {
    const known = await this.#book.find(this.#origin)
    if (known) await this.#book.update(this.#origin, (standing = known) => next(standing))
  }

  async isOfThisDevice(receipt: string): Promise<boolean> {
    const [key, read] = await Promise.all([this.#signingKey(), readReceipt(receipt)])
    if (!key.ok || !read.ok) return false
    return (await calculateJwkThumbprint(key.value.publicJwk, 'sha256')) === read.value.content.device
  }

  isHere(task: TaskContent): boolean {
    return this.#reach(task) === undefined
  }

  async isNamedBy(task: TaskContent): Promise<boolean> {
    if (!this.isHere(task)) return false
    const known = await this.#book.find(this.#origin)
    return task.serverKey === undefined || !known || task.serverKey === known.kid
  }

  async isOfOtherKey(receipt: string): Promise<boolean> {
    const [known, read] = await Promise.all([this.#book.find(this.#origin), readReceipt(receipt)])
    return known !== undefined && read.ok && read.value.signer !== known.kid
  }

  statusOf(task: TaskContent, digest: string): Promise<Answered<SubmissionStatus>> {
    return this.#ask(task, getSubmissionStatus.path.replace(':digest', digest), getSubmissionStatus.answer)
  }

  async #slipsOnce(task: TaskContent, behind?: number): Promise<Answered<SlipsPage>> {
    const { slipsAfter = 0, mark = startOfLog } = (await this.#book.find(this.#origin)) ?? {}
    const after = behind ?? slipsAfter
    return this.#ask(task, `${listReturnSlips.path}?after=${after}&mark=${mark}`, listReturnSlips.answer)
  }

  async slips(task: TaskContent, after?: number): Promise<Answered<SlipsPage>> {
    const page = await this.#slipsOnce(task, after)
    if (page.ok || page.error.code !== 'SERVER_LOG_OTHER') return page
    // Places of before mean nothing in the log of a server that was restored.
    const doubted = await attempt('write', () =>
      this.#change(({ mark: _mark, ...known }) => ({ ...known, slipsAfter: 0, isDoubted: true })),
    )
    return doubted.ok ? this.#slipsOnce(task) : refuse('retry', doubted)
  }

  markRead({ position, mark }: Pick<WaitingSlip, 'position' | 'mark'>): Promise<void> {
    return this.#change((known) => ({ ...withMark(known, mark), slipsAfter: position }))
  }

  async isDoubted(): Promise<boolean> {
    return (await this.#book.find(this.#origin))?.isDoubted === true
  }

  believe(): Promise<void> {
    return this.#change(({ isDoubted: _doubted, ...known }) => known)
  }
}

/** Opens the desk; nothing is asked of the server yet. */
export const openServerDesk = (deps: Deps): ServerDesk => new Desk(deps)

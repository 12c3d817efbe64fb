import type { AppError } from '#core/errors/error-code.ts'
import type { DeliveryReceipt, DeliveryResult, Standing } from './delivery.ts'

type Stage =
  | { readonly name: 'waiting'; readonly attempts: number; readonly nextAt: number; readonly error?: AppError }
  /** Waits for the person, not for time. */
  | { readonly name: 'held'; readonly attempts: number; readonly error: AppError }
  | { readonly name: 'delivered'; readonly receipt: DeliveryReceipt }
  /** What was delivered before it was returned keeps its receipt. */
  | { readonly name: 'returned'; readonly slipId: string; readonly at: number; readonly receipt?: DeliveryReceipt }
  | { readonly name: 'quarantined'; readonly error: AppError; readonly at: number }

/** Where a submission stands on its way: 待同步, 已送达, 被退回, or set aside. */
export type OutboxState = Stage & {
  /** What proves when it first arrived, at a server that has lost it since. */
  readonly firstReceipt?: DeliveryReceipt
}

/** What can happen to a submission on its way. */
export type OutboxEvent =
  | { readonly kind: 'attempted'; readonly result: DeliveryResult }
  | { readonly kind: 'retryAsked' }
  | { readonly kind: 'handedOver' }
  | { readonly kind: 'returned'; readonly slipId: string }
  /** The server told where a submission stands that it gave a receipt for. */
  | { readonly kind: 'told'; readonly standing: Standing }
  /** The server that once gave a receipt for it does not have it any more. */
  | { readonly kind: 'lost' }

const firstPauseMs = 30_000
const longestPauseMs = 3_600_000

/** A submission that was just generated. */
export const justAdded = (now: number): OutboxState => ({ name: 'waiting', attempts: 0, nextAt: now })

/** Pause after so many failed attempts: doubled each time, an hour at most. */
export const pauseMs = (attempts: number): number => Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs)

/** The server's own word when to come again counts, within the longest pause. */
function nextPauseMs(attempts: number, { retryAfterSeconds = 0 }: Extract<DeliveryResult, { kind: 'retry' }>): number {
  return Math.max(pauseMs(attempts), Math.min(retryAfterSeconds * 1000, longestPauseMs))
}

function afterAttempt(attempts: number, result: DeliveryResult, now: number): Stage {
  switch (result.kind) {
    case 'receipt':
      return { name: 'delivered', receipt: result.receipt }
    case 'retry':
      return { name: 'waiting', attempts, nextAt: now + nextPauseMs(attempts, result), error: result.error }
    case 'needsPerson':
      return { name: 'held', attempts, error: result.error }
    case 'quarantine':
      return { name: 'quarantined', error: result.error, at: now }
  }
}

const attemptsOf = (state: OutboxState): number =>
  state.name === 'waiting' || state.name === 'held' ? state.attempts : 0

/** What proves that a submission arrived; a return does not take it away. */
export const receiptOf = (state: Stage): DeliveryReceipt | undefined =>
  state.name === 'delivered' || state.name === 'returned' ? state.receipt : undefined

function afterTold(state: Stage, standing: Standing): Stage {
  const receipt = receiptOf(state)
  if (!receipt || (state.name !== 'delivered' && state.name !== 'returned')) return state
  return { ...state, receipt: { ...receipt, standing } }
}

/** A late answer to an attempt undoes nothing; the server's own word counts for more than none, and than the person's. */
function afterLateAnswer(state: Extract<Stage, { name: 'delivered' | 'returned' }>, event: OutboxEvent): Stage {
  if (event.kind !== 'attempted' || event.result.kind !== 'receipt') return state
  return state.receipt?.by === 'server' ? state : { ...state, receipt: event.result.receipt }
}

function stageAfter(state: Stage, event: Exclude<OutboxEvent, { readonly kind: 'lost' }>, now: number): Stage {
  if (event.kind === 'returned') {
    const receipt = receiptOf(state)
    return { name: 'returned', slipId: event.slipId, at: now, ...(receipt && { receipt }) }
  }
  if (event.kind === 'told') return afterTold(state, event.standing)
  if (state.name === 'returned' || state.name === 'delivered') return afterLateAnswer(state, event)
  switch (event.kind) {
    case 'attempted':
      return state.name === 'quarantined' ? state : afterAttempt(attemptsOf(state) + 1, event.result, now)
    case 'retryAsked':
      return { name: 'waiting', attempts: 0, nextAt: now }
    case 'handedOver':
      return { name: 'delivered', receipt: { by: 'hand', at: now } }
  }
}

/**
 * What a server has lost is sent again at once, unless the unit has returned it; the word that it had arrived is kept.
 */
function afterLoss(state: OutboxState, now: number): OutboxState {
  const receipt = receiptOf(state)
  if (receipt?.by !== 'server') return state
  const kept = { firstReceipt: state.firstReceipt ?? receipt }
  if (state.name !== 'returned') return { ...justAdded(now), ...kept }
  const { name, slipId, at } = state
  return { name, slipId, at, ...kept }
}

/** The task may have been lost with it: the unit's own device opens it again, and nobody has to do anything. */
function untilTaskIsBack<E extends OutboxEvent>(event: E): E {
  if (event.kind !== 'attempted' || event.result.kind !== 'needsPerson') return event
  const { error } = event.result
  // A token that was taken back, or whose time is over, comes back to nobody: that is for the person to know.
  const isUnknown = error.code === 'SERVER_TOKEN_BAD' && error.params.why === 'unknown'
  return isUnknown ? { ...event, result: { kind: 'retry', error } } : event
}

/**
 * Where a submission stands after an event. A return is the unit's word and comes after any other state;
 * what was delivered or returned is not sent again unless the server has lost it, and a late answer to an attempt does
 * not undo it: of that only the receipt counts.
 */
export function nextOutboxState(state: OutboxState, event: OutboxEvent, now: number): OutboxState {
  if (event.kind === 'lost') return afterLoss(state, now)
  const { firstReceipt } = state
  if (!firstReceipt) return stageAfter(state, event, now)
  return { ...stageAfter(state, untilTaskIsBack(event), now), firstReceipt }
}

/** Why sending is thought of: time went by, there may be a network again, the person asks for it. */
export type SendingOccasion = 'time' | 'network' | 'person'

// No network was there, or the login page of one answered in the server's place.
const lacksNetwork = ({ error }: Extract<Stage, { name: 'waiting' }>): boolean =>
  error?.code === 'DELIVERY_NO_CONNECTION' || error?.code === 'DELIVERY_ANSWER_FOREIGN'

/**
 * Whether the submission may be sent now: its pause is over, or what it waited for may be there, or the person does not
 * want to wait. Later than the longest pause means that the clock was set back since.
 */
export function isDue(state: OutboxState, now: number, occasion: SendingOccasion = 'time'): boolean {
  if (state.name !== 'waiting') return false
  if (occasion === 'person' || (occasion === 'network' && lacksNetwork(state))) return true
  return state.nextAt <= now || state.nextAt - now > longestPauseMs
}

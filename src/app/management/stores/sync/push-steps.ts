import * as v from 'valibot'
import type { CaseChange, SyncedCase } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { lineOf, rowAfterStep } from '#core/review/case-row.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { dropRefusedStep } from '#core/sync/rebase-trail.ts'
import { pushCorrection, type PushedEvent, pushReviewEvents, type PushResult } from '#core/sync/replication.ts'
import { sealStep } from '#core/sync/sealed-step.ts'
import { type ToldToServer, toldToServer } from '#core/sync/standing-signers.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { ErrorAnswer } from '#core/sync/wire.ts'
import { checkTexts } from './checked-texts.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'

const mostEvents = 200
const mostBytes = 2_000_000
const mostAttempts = 5
const slipSchema = v.object({ id: v.string(), text: v.string() })

/** A case with steps the server does not have. */
export const isWaiting = ({ row, sync }: SyncedCase): boolean => !sync.stopped && row.sequence > sync.confirmed

/** Cases with steps the server does not have. */
async function waitingCases({ cases }: Pick<SyncDesk, 'cases'>): Promise<Result<readonly SyncedCase[]>> {
  const synced = await cases.synced()
  return synced.ok ? ok(synced.value.filter(isWaiting)) : synced
}

/** Own steps of one case, as many as are pushed at once. */
interface OwnSteps {
  readonly caseId: string
  readonly events: readonly ReviewEvent[]
  readonly told: readonly ToldToServer[]
}

async function gather(desk: SyncDesk, waiting: readonly SyncedCase[]): Promise<Result<readonly OwnSteps[]>> {
  const gathered: OwnSteps[] = []
  let room = mostEvents
  for (const { row, sync } of waiting) {
    if (room <= 0) break
    const trail = await desk.cases.trail(row.caseId)
    if (!trail.ok) return trail
    const events = trail.value.slice(sync.confirmed, sync.confirmed + room)
    room -= events.length
    const told = toldToServer(trail.value).slice(sync.confirmed)
    gathered.push({ caseId: row.caseId, events, told })
  }
  return ok(gathered)
}

/** Payloads that steps speak of and the server does not have go first: sealed to the unit. */
async function pushPayloads(
  { cases, server, unit }: SyncDesk,
  { orgId }: SyncState,
  { events, known }: { readonly events: readonly ReviewEvent[]; readonly known: ReadonlySet<string> },
): Promise<Answered<void>> {
  for (const { step } of events) {
    if ((step.kind !== 'received' && step.kind !== 'corrected') || known.has(step.digest)) continue
    const text = await cases.text(step.digest)
    if (!text.ok) return refuse('needsPerson', text)
    if (text.value === undefined) continue
    const file = await sealSubmission(text.value, [unit.keys.opening.publicJwk])
    const pushed = await server.ask(pushCorrection, { body: { orgId, digest: step.digest, file } })
    // Erased is erased: the step itself is refused next, and told.
    if (!pushed.ok && pushed.error.code !== 'SUBMISSION_ERASED') return pushed
  }
  return ok(undefined)
}

async function sealAll(
  { kept, secret }: SyncDesk,
  steps: readonly OwnSteps[],
): Promise<Result<readonly PushedEvent[]>> {
  const sealed: PushedEvent[] = []
  let bytes = 0
  const all = steps.flatMap(({ events, told }) => events.map((event, at) => ({ event, about: told[at] })))
  for (const { event, about } of all) {
    const { step } = event
    // One that cannot be read keeps its step here: without the slip no colleague could ever show it.
    const slip = step.kind === 'returned' ? await kept.one('returnSlip', step.slip, slipSchema) : ok(undefined)
    if (!slip.ok) return slip
    const pushed = await sealStep(event, secret, { slip: slip.value?.text, ...about })
    bytes += JSON.stringify(pushed).length
    // What does not fit goes with the next push; the order within a case stays.
    if (bytes > mostBytes && sealed.length > 0) break
    sealed.push(pushed)
  }
  return ok(sealed)
}

interface RefusedStep {
  readonly id: string
  readonly error: ErrorAnswer
}

/** What a refusal makes of a case; nothing when the case is gone. */
async function changeAfterRefusal(
  desk: SyncDesk,
  caseId: string,
  { id, error }: RefusedStep,
): Promise<Result<CaseChange | undefined>> {
  const [synced, trail] = [await desk.cases.synced(), await desk.cases.trail(caseId)]
  if (!synced.ok) return synced
  if (!trail.ok) return trail
  const known = synced.value.find(({ row }) => row.caseId === caseId)
  if (!known) return ok(undefined)
  const { key: _key, ...row } = known.row
  const dropped = dropRefusedStep({ trail: trail.value, confirmed: known.sync.confirmed }, id, error)
  if (!dropped.ok) return dropped
  const { standing, overtaken, trail: events } = dropped.value
  // What nobody may keep on the server is followed no further; nothing of it goes away here.
  if (error.code === 'SUBMISSION_ERASED' || !standing)
    return ok({ events: [], row, texts: [], sync: { ...known.sync, stopped: 'erased' } })
  const sync = { ...known.sync, overtaken: [...known.sync.overtaken, ...overtaken] }
  const onto = trail.value.at(-1)?.id ?? ''
  return ok({ events, row: await rowOf(desk, row, standing), texts: [], sync, isWhole: true, onto })
}

/** Takes a step out of its trail that the server refuses, and keeps it for its maker to see. */
async function dropRefused(desk: SyncDesk, caseId: string, refused: RefusedStep): Promise<Result<void>> {
  for (let attempt = 1; ; attempt += 1) {
    const change = await changeAfterRefusal(desk, caseId, refused)
    if (!change.ok || !change.value) return change.ok ? ok(undefined) : change
    const { row, sync } = change.value
    const written = await desk.append([change.value])
    if (written.ok) {
      await desk.note({ kind: sync?.stopped ? 'erased' : 'refusedStep', name: row.name })
      return ok(undefined)
    }
    if (written.error.code !== 'REVIEW_CONFLICT' || attempt === mostAttempts) return written
  }
}

/** The line of a case whose trail became shorter: another payload may count again. */
async function rowOf(
  desk: SyncDesk,
  row: Parameters<typeof rowAfterStep>[0],
  standing: Parameters<typeof rowAfterStep>[1],
): Promise<ReturnType<typeof rowAfterStep>> {
  if (row.standing === standing.standing) return rowAfterStep(row, standing)
  const text = await desk.cases.text(standing.standing)
  const checked = text.ok && text.value !== undefined ? await checkTexts(desk, [text.value]) : undefined
  const [verdict] = checked?.ok ? checked.value : []
  // Who it is stays told; what the rules found was found in another text.
  if (!verdict?.ok) return lineOf(standing, { ...row, mobile: row.mobile ?? '' }, undefined)
  return lineOf(standing, verdict.value.arriving, verdict.value.findings)
}

/** What the server refused step by step is settled here; what stands and what others did comes with the next pull. */
async function settleResults(
  desk: SyncDesk,
  steps: readonly OwnSteps[],
  results: readonly PushResult[],
): Promise<Answered<number>> {
  const caseOf = new Map(steps.flatMap(({ caseId, events }) => events.map(({ id }) => [id, caseId] as const)))
  for (const result of results) {
    const caseId = caseOf.get(result.id)
    if (result.kind !== 'refused' || caseId === undefined) continue
    const dropped = await dropRefused(desk, caseId, result)
    if (!dropped.ok) return refuse('needsPerson', dropped)
  }
  return ok(results.filter(({ kind }) => kind === 'accepted').length)
}

/**
 * Pushes own steps, payloads first. Nothing is confirmed here: steps that stand come back with the changes, in the
 * order of the server, so that a kill between the two makes no difference. The number of steps that stand.
 */
export async function pushSteps(desk: SyncDesk, state: SyncState): Promise<Answered<number>> {
  const waiting = await waitingCases(desk)
  const steps = waiting.ok ? await gather(desk, waiting.value) : waiting
  if (!waiting.ok) return refuse('needsPerson', waiting)
  if (!steps.ok) return refuse('needsPerson', steps)
  if (steps.value.length === 0) return ok(0)
  const known = new Map(waiting.value.map(({ row, sync }) => [row.caseId, new Set(sync.atServer)]))
  for (const { caseId, events } of steps.value) {
    const pushed = await pushPayloads(desk, state, { events, known: known.get(caseId) ?? new Set() })
    if (!pushed.ok) return pushed
    if (!desk.goesOn()) return ok(0)
  }
  const events = await sealAll(desk, steps.value)
  if (!events.ok) return refuse('needsPerson', events)
  const answer = await desk.server.ask(pushReviewEvents, { body: { orgId: state.orgId, events: events.value } })
  return answer.ok ? settleResults(desk, steps.value, answer.value.items) : answer
}

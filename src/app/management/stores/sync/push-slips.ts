import * as v from 'valibot'
import type { SyncedCase } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { slipInForce } from '#core/review/slip-in-force.ts'
import { pushReturnSlip } from '#core/sync/return-slips.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { SyncDesk } from './sync-desk.ts'
import type { UnitSyncEvent } from './sync-log.ts'

const slipSchema = v.object({ id: v.string(), text: v.string() })
const mostAttempts = 5
// The submission did not come over the network, or is no more: there is no device to send a slip to.
const goesByFile: ReadonlySet<string> = new Set(['SERVER_ADDRESS_UNKNOWN', 'SUBMISSION_ERASED'])

/** Strikes a slip off the list of those to be sent. */
async function strike({ cases, append }: SyncDesk, caseId: string, slip: string): Promise<Result<void>> {
  for (let attempt = 1; ; attempt += 1) {
    const synced = await cases.synced()
    const known = synced.ok ? synced.value.find(({ row }) => row.caseId === caseId) : undefined
    if (!known) return synced.ok ? ok(undefined) : synced
    const { key: _key, ...row } = known.row
    const sync = { ...known.sync, slips: known.sync.slips.filter((id) => id !== slip) }
    const written = await append([{ events: [], row, texts: [], sync }])
    if (written.ok) return ok(undefined)
    if (written.error.code !== 'REVIEW_CONFLICT' || attempt === mostAttempts) return written
  }
}

/** What becomes of a slip by what the server said to it; nothing where it is to be sent again. */
function outcomeOf(pushed: Answered<unknown>, name: string): UnitSyncEvent | undefined {
  if (pushed.ok) return { kind: 'slipSent', name }
  if (goesByFile.has(pushed.error.code)) return { kind: 'slipByFile', name }
  // The step of a colleague came to the server before it did, and has not come from there yet.
  if (pushed.error.code === 'RETURN_OVER') return { kind: 'slipOver', name }
  // Refused for good: it would be refused in each run, and what comes behind it is not at fault.
  return pushed.remedy === 'quarantine' ? { kind: 'slipRefused', name, error: pushed.error } : undefined
}

/** Sends one if its return still stands; else says that it stays here. */
async function settleSlip(desk: SyncDesk, { row }: SyncedCase, slip: string, text: string): Promise<Answered<void>> {
  const trail = await desk.cases.trail(row.caseId)
  if (!trail.ok) return refuse('needsPerson', trail)
  const isInForce = slipInForce(trail.value) === slip
  const pushed = isInForce ? await desk.server.ask(pushReturnSlip, { body: text }) : undefined
  const outcome = pushed ? outcomeOf(pushed, row.name) : ({ kind: 'slipOver', name: row.name } as const)
  if (!outcome) return pushed?.ok === false ? pushed : ok(undefined)
  const struck = await strike(desk, row.caseId, slip)
  if (!struck.ok) return refuse('needsPerson', struck)
  await desk.note(outcome)
  return ok(undefined)
}

/**
 * Sends return slips whose step stands on the server. One whose return was taken back since, or was answered, goes to
 * nobody: the person would mend what is passed.
 */
export async function pushSlips(desk: SyncDesk): Promise<Answered<void>> {
  const synced = await desk.cases.synced()
  if (!synced.ok) return refuse('needsPerson', synced)
  const waiting = synced.value.filter(({ sync }) => sync.slips.length > 0)
  if (waiting.length === 0) return ok(undefined)
  const kept = await desk.kept.list('returnSlip', slipSchema)
  if (!kept.ok) return refuse('needsPerson', kept)
  const texts = new Map(kept.value.map(({ id, text }) => [id, text]))
  for (const each of waiting) {
    for (const slip of each.sync.slips) {
      const text = texts.get(slip)
      const pushed = text === undefined ? ok(undefined) : await settleSlip(desk, each, slip, text)
      if (!pushed.ok) return pushed
      if (!desk.goesOn()) return ok(undefined)
    }
  }
  return ok(undefined)
}

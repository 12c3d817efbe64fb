import canonicalize from 'canonicalize'
import * as v from 'valibot'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { fieldConflicts } from '#core/sync/field-conflict.ts'
import { digestOfStep, isBetweenPeople, kindOfStep } from '#core/sync/pushed-step.ts'
import { conflictLimits, type PushedEvent, pushedEventSchema, type PushResult } from '#core/sync/replication.ts'
import { mayStaff, permissionByStep } from '#core/sync/staff-may.ts'
import { hashOf } from '../access/secrets.ts'
import type { Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { chosenArrivals } from './chosen-arrivals.ts'
import { erasedDigests } from './erase.ts'
import { holdLog } from './log.ts'
import { afterStep, type CaseEnd, caseEnds, noCase, putCaseEnd, revisionsByDigest, type Turn } from './review-cases.ts'

/** Steps someone pushes into an organisation. */
export interface EventPush {
  readonly orgId: string
  readonly events: readonly PushedEvent[]
  readonly accountId: string
  readonly role: StaffRole
  readonly now: number
}

interface Known {
  readonly event: PushedEvent
  readonly position: number
}

async function trailsOf(writer: Writer, { orgId, events }: EventPush): Promise<ReadonlyMap<string, readonly Known[]>> {
  const rows = await writer
    .selectFrom('review_event')
    .select(['case_id', 'position', 'event'])
    .where('org_id', '=', orgId)
    .where('case_id', 'in', [...new Set(events.map(({ caseId }) => caseId))])
    .where('sequence', '>=', Math.min(...events.map(({ sequence }) => sequence)))
    .orderBy('sequence')
    .execute()
  return Map.groupBy(
    rows.map(({ case_id, position, event }) => ({
      caseId: case_id,
      position,
      event: v.parse(pushedEventSchema, JSON.parse(event)),
    })),
    ({ caseId }) => caseId,
  )
}

/** What the conflicts of one push show beside themselves: an answer has to stay one that apps read. */
const mostShownBytes = 4 * 1_048_576

/** Room that is left in an answer. */
interface Room {
  bytes: number
}

function asFits<T>(items: readonly T[], most: number, room: Room): T[] {
  const shown: T[] = []
  for (const item of items.slice(0, most)) {
    room.bytes -= Buffer.byteLength(JSON.stringify(item))
    if (room.bytes < 0) break
    shown.push(item)
  }
  return shown
}

/** What others did from that place on, and where both changed the same. */
function conflictOf(event: PushedEvent, { events }: EventPush, trail: readonly Known[], room: Room) {
  const theirs = trail.map((known) => known.event).filter(({ sequence }) => sequence >= event.sequence)
  const mine = events.filter(({ caseId, sequence }) => caseId === event.caseId && sequence >= event.sequence)
  const steps = (of: readonly PushedEvent[]) => of.map(({ step }) => step)
  const fields = asFits(fieldConflicts(steps(theirs), steps(mine)), conflictLimits.fields, room)
  return { fields, events: asFits(theirs, conflictLimits.events, room) }
}

/** A case as a choice turned it. */
interface Turned {
  readonly turn: Turn
  readonly end: CaseEnd
}

interface Sorted {
  readonly results: (PushResult | undefined)[]
  readonly accepted: { readonly event: PushedEvent; readonly place: number; readonly turned: Turned | undefined }[]
  readonly ends: ReadonlyMap<string, CaseEnd>
}

/** The case after a step that makes it somebody else's by choice. */
function turnedBy({ step }: PushedEvent, before: CaseEnd, end: CaseEnd): Turned | undefined {
  if (kindOfStep(step) !== 'chosen' || before.top_digest === end.top_digest) return undefined
  return { turn: isBetweenPeople(step) ? 'other' : 'unsaid', end }
}

/**
 * Writes where cases stand after each choice that turned one, and in the end: who is left on the way is left as if every
 * step had come by itself.
 */
async function putEnds(writer: Writer, { accepted, ends }: Sorted, now: number): Promise<void> {
  const written = new Map<string, { readonly end: CaseEnd; readonly record: string }>()
  const put = async (end: CaseEnd, turn?: Turn): Promise<void> => {
    const before = written.get(end.case_id)
    if (before?.end === end) return
    const record_id = before?.record ?? end.record_id
    written.set(end.case_id, { end, record: await putCaseEnd(writer, { ...end, record_id }, { now, turn }) })
  }
  for (const { turned } of accepted) if (turned) await put(turned.end, turned.turn)
  for (const end of ends.values()) await put(end)
}

/** Decides each step in order: it was here already, it stands, others came first, or it is not allowed. */
async function sortOut(writer: Writer, push: EventPush): Promise<Sorted> {
  const trails = await trailsOf(writer, push)
  const ends = await caseEnds(
    writer,
    push.orgId,
    push.events.map(({ caseId }) => caseId),
  )
  const digests = push.events.flatMap(({ step }) => digestOfStep(step) ?? [])
  const revisions = await revisionsByDigest(writer, push.orgId, digests)
  const erased = await erasedDigests(writer, push.orgId, digests)
  const chosen = await chosenArrivals(writer, push.orgId, push.events)
  const changed = new Map<string, CaseEnd>()
  // What was built on a step that did not stand does not stand either.
  const broken = new Set<string>()
  const room: Room = { bytes: mostShownBytes }
  const accepted: Sorted['accepted'] = []
  const results = push.events.map((event, place): PushResult | undefined => {
    const { id, caseId, sequence, step } = event
    const trail = trails.get(caseId) ?? []
    const end = changed.get(caseId) ?? ends.get(caseId) ?? noCase(push.orgId, caseId)
    const known = trail.find((each) => each.event.id === id && each.event.sequence === sequence)
    if (known) return { kind: 'accepted', id, position: known.position }
    if (erased.has(digestOfStep(step) ?? '')) {
      broken.add(caseId)
      return { kind: 'refused', id, error: { code: 'SUBMISSION_ERASED', params: {} } }
    }
    if (sequence !== end.sequence + 1 || broken.has(caseId)) {
      // What follows in the same case would only be told the same again.
      const told = broken.has(caseId) ? { fields: [], events: [] } : conflictOf(event, push, trail, room)
      broken.add(caseId)
      return { kind: 'conflict', id, sequence: end.sequence, ...told }
    }
    if (!mayStaff(push.role, permissionByStep[kindOfStep(step)]))
      return { kind: 'refused', id, error: { code: 'SERVER_FORBIDDEN', params: {} } }
    const next = afterStep(end, event, revisions, chosen)
    if (!next) {
      const params = { state: end.state, step: kindOfStep(step) }
      return { kind: 'refused', id, error: { code: 'REVIEW_STEP_REFUSED', params } }
    }
    changed.set(caseId, next)
    accepted.push({ event, place, turned: turnedBy(event, end, next) })
    return undefined
  })
  return { results, accepted, ends: changed }
}

/** The steps of a push that stand are in the log and in their trails; all in one transaction. */
export async function pushEvents(writer: Writer, push: EventPush): Promise<PushResult[]> {
  // Whoever pushes next waits here, and then sees this.
  await holdLog(writer)
  const sorted = await sortOut(writer, push)
  const { results, accepted } = sorted
  const texts = accepted.map(({ event }) => canonicalize(event) ?? '')
  const places = await appendToLog(
    writer,
    accepted.map(({ event }, index) => ({
      at: push.now,
      kind: 'review',
      orgId: push.orgId,
      facts: {
        account: push.accountId,
        event: event.id,
        hash: hashOf(texts[index] ?? ''),
        step: kindOfStep(event.step),
      },
    })),
  )
  const rows = accepted.map(({ event, place }, index) => {
    const position = places[index]?.position ?? 0
    results[place] = { kind: 'accepted', id: event.id, position }
    return {
      org_id: push.orgId,
      case_id: event.caseId,
      sequence: event.sequence,
      position,
      event_id: event.id,
      account_id: push.accountId,
      kind: kindOfStep(event.step),
      event: texts[index] ?? '',
      digest: digestOfStep(event.step) ?? null,
    }
  })
  if (rows.length > 0) await writer.insertInto('review_event').values(rows).execute()
  await putEnds(writer, sorted, push.now)
  return results.flatMap((result) => result ?? [])
}

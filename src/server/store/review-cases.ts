import type { Selectable } from 'kysely'
import { type CaseState, caseStates, stateAfter } from '#core/review/case-state.ts'
import { isNewer, type RevisionRank } from '#core/review/review-case.ts'
import { digestOfStep, kindOfStep } from '#core/sync/pushed-step.ts'
import type { PushedEvent } from '#core/sync/replication.ts'
import { type ArrivedDevices, arrivalKey, saidDevice, senderOf } from './chosen-arrivals.ts'
import type { Reader, Writer } from './database.ts'
import {
  type DigestHolder,
  holdersByDigest,
  isRecordOfCase,
  movePerson,
  type PersonState,
  placePeople,
  recordOfCase,
  removePerson,
} from './people.ts'
import type { ReplicationTables } from './replication-tables.ts'

/** The end of a case's trail, as far as the server must know it. */
export type CaseEnd = Selectable<ReplicationTables['review_case']>

const personStateOf: { readonly [S in CaseState]: PersonState } = {
  received: 'received',
  checking: 'inReview',
  returned: 'returned',
  passed: 'passed',
  reported: 'reported',
  setAside: 'setAside',
}

/** Where a case stands before its first step. */
export const noCase = (orgId: string, caseId: string): CaseEnd => ({
  org_id: orgId,
  case_id: caseId,
  sequence: 0,
  state: 'none',
  record_id: '',
  top_digest: '',
  top_revision: 0,
  top_corrections: 0,
  top_device: null,
})

const readState = (text: string): CaseState | 'none' => caseStates.find((state) => state === text) ?? 'none'

/** Ends of the trails of these cases, by case. */
export async function caseEnds(
  reader: Reader,
  orgId: string,
  caseIds: readonly string[],
): Promise<Map<string, CaseEnd>> {
  const rows = await reader
    .selectFrom('review_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('case_id', 'in', [...new Set(caseIds)])
    .execute()
  return new Map(rows.map((row) => [row.case_id, row]))
}

/** Revisions of submissions the server knows, by digest: sealed steps do not tell them. */
export async function revisionsByDigest(
  reader: Reader,
  orgId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (digests.length === 0) return new Map()
  const rows = await reader
    .selectFrom('submission')
    .select(['digest', 'revision'])
    .where('org_id', '=', orgId)
    .where('digest', 'in', [...digests])
    .execute()
  return new Map(rows.map(({ digest, revision }) => [digest, revision]))
}

/** What a step says of a revision that arrived. */
interface Arrived extends Required<RevisionRank> {
  readonly device: string | null
}

function arrivedIn({ step }: PushedEvent, revisions: ReadonlyMap<string, number>): Arrived | undefined {
  const digest = digestOfStep(step)
  if (digest === undefined || kindOfStep(step) !== 'received') return undefined
  if (step.kind === 'received') {
    const { revision, corrections = 0, signer: device } = step
    return { digest, revision, corrections, device }
  }
  const {
    revision = revisions.get(digest) ?? Number.MAX_SAFE_INTEGER,
    corrections = 0,
    device = null,
  } = step.kind === 'sealed' ? step : {}
  return { digest, revision, corrections, device }
}

/**
 * What a step that is no arrival says of whose the case is. Who was chosen is it from then on: what has to be newer to
 * count stays as it was. A correction that was chosen is of who is there already.
 */
function pointedTo(
  end: CaseEnd,
  event: PushedEvent,
  arrived: ArrivedDevices,
): Pick<CaseEnd, 'top_digest' | 'top_device'> {
  const digest = kindOfStep(event.step) === 'chosen' ? (digestOfStep(event.step) ?? '') : ''
  const device = arrived.get(arrivalKey(event.caseId, digest))
  if (digest !== end.top_digest && device !== undefined) return { top_digest: digest, top_device: device }
  // An app that did not say who signed what arrived was followed by one that does, with any step (ADR 0180).
  return { top_digest: end.top_digest, top_device: end.top_device ?? saidDevice(event) }
}

/** The case after one more step, or nothing when the step is not allowed there. */
export function afterStep(
  end: CaseEnd,
  event: PushedEvent,
  revisions: ReadonlyMap<string, number>,
  chosen: ArrivedDevices = new Map(),
): CaseEnd | undefined {
  const state = stateAfter(readState(end.state), kindOfStep(event.step))
  if (!state) return undefined
  const arrived = arrivedIn(event, revisions)
  const next = { ...end, sequence: event.sequence }
  if (!arrived) return { ...next, state, ...pointedTo(end, event, chosen) }
  const top = { digest: end.top_digest, revision: end.top_revision, corrections: end.top_corrections }
  // An older revision that comes late is kept and changes nothing, as in the case itself.
  if (end.sequence > 0 && !isNewer(arrived, top)) return next
  return {
    ...next,
    state,
    top_digest: arrived.digest,
    top_revision: arrived.revision,
    top_corrections: arrived.corrections,
    top_device: arrived.device,
  }
}

/** How a choice made a case somebody's: by its own word somebody else's (M03), or it says nothing of that. */
export type Turn = 'other' | 'unsaid'

interface Moving {
  /** Absent where nobody has chosen. */
  readonly turn: Turn | undefined
  /** What becomes of who was counted for the case and is no longer. */
  readonly leave: (recordId: string) => Promise<void>
}

/**
 * Whose the payload is that counts. What a sealed file says of its digest binds nobody: only who signed the payload that
 * the unit has read, or whose payload the server has read itself.
 */
async function foundPerson(writer: Writer, end: CaseEnd, turn: Turn | undefined): Promise<string | undefined> {
  const holders = (await holdersByDigest(writer, end.org_id, [end.top_digest])).get(end.top_digest) ?? []
  const isProven = ({ proof }: DigestHolder): boolean =>
    typeof proof === 'object' ? proof.device === end.top_device : proof === 'read'
  const proven = holders.filter(isProven)
  const own = proven.find(({ recordId }) => recordId === end.record_id)
  const holder = (own ?? proven.find(({ proof }) => proof === 'read') ?? proven[0])?.recordId
  return holder ?? (turn ? await senderOf(writer, end) : undefined)
}

/** Whether this payload came to an organisation in a pack: its person is counted in the unit that reported them. */
async function cameInPack(reader: Reader, orgId: string, digest: string): Promise<boolean> {
  const found = await reader
    .selectFrom('pack_member')
    .innerJoin('pack', 'pack.id', 'pack_member.pack_id')
    .select('pack.id')
    .where('pack_member.digest', '=', digest)
    .where('pack.org_id', '=', orgId)
    .where('pack.completed_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Who is counted for a case: the person whose submission arrived here, or one known by the case alone. The case's own
 * person stays until a file of another record has arrived, or a choice says that it is somebody else's.
 *
 * @returns '' for whoever is counted below this organisation.
 */
async function personOf(writer: Writer, end: CaseEnd, { turn, leave }: Moving): Promise<string> {
  const isCountedBelow = (): Promise<boolean> => cameInPack(writer, end.org_id, end.top_digest)
  const hasNobody = end.record_id === ''
  if (hasNobody && (await isCountedBelow())) return ''
  const found = await foundPerson(writer, end, turn)
  const isOwn = found === undefined ? turn !== 'other' : found === end.record_id
  if (!hasNobody && isOwn) return end.record_id
  if (!hasNobody) await leave(end.record_id)
  if (found !== undefined) return found
  if (!hasNobody && (await isCountedBelow())) return ''
  // It came by hand: the file is on no server, only its case tells of the person.
  const recordId = recordOfCase(end.case_id)
  const revision = Math.min(end.top_revision, 1_000_000)
  const place = { orgId: end.org_id, recordId, digest: end.top_digest, revision, state: 'received' } as const
  await placePeople(writer, [place])
  return recordId
}

/** The person a step moves on in the totals of this organisation; none when they are counted below it. */
async function movedPerson(
  writer: Writer,
  end: CaseEnd,
  state: CaseState,
  moving: Moving,
): Promise<[record: string, digest?: string]> {
  const record = await personOf(writer, end, moving)
  if (record === '') return [record]
  const digest = await movePerson(writer, { orgId: end.org_id, recordId: record }, personStateOf[state])
  return digest === undefined ? [record] : [record, digest]
}

/** What the device of a person may ask is where they stand. */
async function showState(
  writer: Writer,
  { org_id, record_id }: Pick<CaseEnd, 'org_id' | 'record_id'>,
  { state, digest, now }: { readonly state: PersonState; readonly digest: string | undefined; readonly now: number },
): Promise<void> {
  if (digest === undefined) return
  const shown = state === 'setAside' ? 'inReview' : state
  await writer
    .updateTable('submission')
    .set({ state: shown, state_at: now })
    .where('org_id', '=', org_id)
    .where('record_id', '=', record_id)
    .where('digest', '=', digest)
    .where('state', 'not in', ['erased', shown])
    .execute()
}

/** How a case was moved. */
interface CaseMove {
  readonly now: number
  /** There where somebody has chosen: who is left then is somebody else, whose file lies there as it came (M03). */
  readonly turn: Turn | undefined
}

/**
 * Writes where a case stands now; the person moves on in the totals, and so does what their device may ask.
 *
 * @returns The record of who is counted for it now.
 */
export async function putCaseEnd(writer: Writer, end: CaseEnd, { now, turn }: CaseMove): Promise<string> {
  const { org_id } = end
  const state = readState(end.state)
  if (state === 'none') return end.record_id
  const leave = async (left: string): Promise<void> => {
    if (!turn || isRecordOfCase(left)) return removePerson(writer, org_id, left)
    const digest = await movePerson(writer, { orgId: org_id, recordId: left }, 'received')
    await showState(writer, { org_id, record_id: left }, { state: 'received', digest, now })
  }
  const [record_id, digest] = await movedPerson(writer, end, state, { turn, leave })
  await writer
    .insertInto('review_case')
    .values({ ...end, record_id })
    .onConflict((conflict) => conflict.columns(['org_id', 'case_id']).doUpdateSet({ ...end, record_id }))
    .execute()
  await showState(writer, { org_id, record_id }, { state: personStateOf[state], digest, now })
  return record_id
}

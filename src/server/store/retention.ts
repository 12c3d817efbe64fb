import type { Reader, Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { learnRecords } from './correction-records.ts'
import { eraseRecord } from './erase.ts'
import { isHere, type WhoseData } from './erase-places.ts'
import { retentionName } from './erasure-trace.ts'
import { type KnownMoments, type LoggedThing, readMoments, toleratedMs } from './known-moments.ts'
import { type ClockDoubt, doubtOf } from './known-time.ts'
import { holdLog } from './log.ts'
import { turnOfPack } from './packs.ts'
import { emptyPack } from './past-packs.ts'
import type { Store } from './store.ts'
import { eachStrayCorrection, strayCorrections } from './stray-corrections.ts'
import { inTurn } from './turns.ts'
import { takeTurn, type WorkTurn } from './work-lock.ts'

/** How long data is kept. */
export interface RetentionRule {
  /** A person's data goes so many days after the last thing that happened with it in an organisation. */
  readonly days: number
  readonly now: () => number
  /** How long this process ran since it last asked, by a clock that nobody sets. */
  readonly ranMs: number
}

/** What was erased because its time was over. */
export interface RetentionOutcome {
  readonly people: number
  /** Corrections of nobody who is here. */
  readonly corrections: number
  readonly packs: number
}

interface Place {
  readonly orgId: string
  /** Whose it is, or the one case of somebody whom only a pack tells of, or a correction that nothing tells of. */
  readonly who: Exclude<WhoseData['who'], { readonly digest: string }>
}

const dayMs = 24 * 3_600_000
const pageSize = 200
const noArrivals = { arrived: [], returned: [] }

/** What is over, and by which time. */
interface Ending {
  readonly before: number
  readonly now: () => number
  /** When the clock was believed for it. */
  readonly believedAt: number
  readonly moments: KnownMoments
}

/** What came of a person and went back to them. */
async function arrivalsOf(reader: Reader, orgId: string, recordId: string) {
  const arrived = await reader
    .selectFrom('submission')
    .select(['position', 'received_at as at', 'state_at as stateAt'])
    .where('record_id', '=', recordId)
    .where('org_id', '=', orgId)
    .where('state', '!=', 'erased')
    .execute()
  const returned = await reader
    .selectFrom('submission')
    .innerJoin('return_slip', (join) =>
      join
        .onRef('return_slip.device', '=', 'submission.device')
        .onRef('return_slip.submission_digest', '=', 'submission.digest')
        .onRef('return_slip.org_id', '=', 'submission.org_id'),
    )
    .select(['return_slip.position', 'return_slip.at'])
    .where('submission.record_id', '=', recordId)
    .where('submission.org_id', '=', orgId)
    .where('submission.state', '!=', 'erased')
    .execute()
  return { arrived, returned }
}

/** The last steps with a person. */
const stepsOf = (reader: Reader, { orgId, who }: Place): Promise<readonly LoggedThing[]> =>
  reader
    .selectFrom('review_case')
    .innerJoin('review_event', (join) =>
      join
        .onRef('review_event.org_id', '=', 'review_case.org_id')
        .onRef('review_event.case_id', '=', 'review_case.case_id')
        .onRef('review_event.sequence', '=', 'review_case.sequence'),
    )
    .innerJoin('log_entry', 'log_entry.position', 'review_event.position')
    .select(['log_entry.position', 'log_entry.at'])
    .where('review_case.org_id', '=', orgId)
    .where('review_case.record_id', '=', 'recordId' in who ? who.recordId : '')
    .$if('caseId' in who, (query) => query.where('review_case.case_id', '=', 'caseId' in who ? who.caseId : ''))
    .execute()

/** When something last happened with a person: a submission came or moved on, or a step was made. */
async function lastOf(reader: Reader, place: Place, { moments, believedAt }: Ending): Promise<number> {
  const { orgId, who } = place
  if ('correction' in who) {
    const stray = strayCorrections(reader).where('correction.org_id', '=', orgId)
    const found = await stray.where('correction.digest', '=', who.correction).executeTakeFirst()
    // Once a step speaks of it, or its person is here, it goes with them.
    const isWithPerson = who.recordId !== '' && (await isHere(reader, who.recordId, orgId))
    return found && !isWithPerson ? moments.timeOf(found) : Infinity
  }
  const { arrived, returned } = 'recordId' in who ? await arrivalsOf(reader, orgId, who.recordId) : noArrivals
  const times = [...arrived, ...returned, ...(await stepsOf(reader, place))].map(moments.timeOf)
  // Where in the log a submission moved on is told by what moved it; a time that cannot be is left to that.
  const moved = arrived
    .filter(({ at, stateAt }) => stateAt !== at && stateAt <= believedAt)
    .filter(({ position, stateAt }) => stateAt >= moments.earliestAt(position))
    .map(({ stateAt }) => stateAt)
  return Math.max(0, ...times, ...moved)
}

/** Erases a person when it is really over, looked at once more where nobody else writes. */
async function eraseIfOver(store: Store, place: Place, ending: Ending): Promise<number> {
  const { before, now } = ending
  if ((await lastOf(store.reader, place, ending)) >= before) return 0
  return store.write(async (writer) => {
    await holdLog(writer)
    if ((await lastOf(writer, place, ending)) >= before) return 0
    const order = { ...place, by: retentionName, now: now() }
    const { erased } = await eraseRecord(writer, order)
    // Who sent several revisions is met several times, and is gone after the first.
    return erased.filter(({ digests }) => digests.length > 0).length
  })
}

/** Where something arrived before a moment, page by page in the order of the log. */
async function* arrivedBefore(reader: Reader, { before, moments }: Ending): AsyncGenerator<Place> {
  const end = moments.endBefore(before)
  for (let after = 0; ;) {
    const rows = await reader
      .selectFrom('submission')
      .select(['position', 'org_id', 'record_id', 'state', 'received_at'])
      .where('position', '>', after)
      .orderBy('position')
      .limit(pageSize)
      .execute()
    for (const { org_id: orgId, record_id: recordId, state, position, received_at: at } of rows)
      if (state !== 'erased' && moments.timeOf({ position, at }) < before) yield { orgId, who: { recordId } }
    const last = rows.at(-1)
    // Not by the time of the last one: its clock may have been wrong.
    if (!last || rows.length < pageSize || last.position >= end) return
    after = last.position
  }
}

/** People who are known by their case alone: what came by hand, or what only a pack tells of. */
async function* cases(reader: Reader): AsyncGenerator<Place> {
  for (let last = { org_id: '', case_id: '' }; ;) {
    const from = last
    const rows = await reader
      .selectFrom('review_case')
      .select(['org_id', 'case_id', 'record_id'])
      // As a row, or the index is walked from its start for each page.
      .where((eb) => eb(eb.refTuple('org_id', 'case_id'), '>', eb.tuple(from.org_id, from.case_id)))
      .orderBy('org_id')
      .orderBy('case_id')
      .limit(pageSize)
      .execute()
    for (const { org_id: orgId, record_id: recordId, case_id: caseId } of rows)
      yield { orgId, who: recordId === '' ? { caseId } : { recordId } }
    const end = rows.at(-1)
    if (!end || rows.length < pageSize) return
    last = end
  }
}

/** Corrections that would outlive whom they are of: of others that are here they go with them. */
async function* strays(reader: Reader): AsyncGenerator<Place> {
  for await (const { orgId, digest, recordId } of eachStrayCorrection(reader)) {
    if (recordId === '' || !(await isHere(reader, recordId, orgId)))
      yield { orgId, who: { correction: digest, recordId } }
  }
}

/** Packs that are still there. */
const packsThere = (reader: Reader) =>
  reader
    .selectFrom('pack')
    .select(['id', 'org_id as orgId', 'digest', 'position', 'begun_at as begunAt', 'completed_at as completedAt'])
    .where((eb) =>
      eb.exists(eb.selectFrom('pack_chunk').select('place').whereRef('pack_chunk.pack_id', '=', 'pack.id')),
    )

interface PackTimes {
  readonly position: number | null
  readonly begunAt: number
  readonly completedAt: number | null
}

/** Whether the time of a pack is over. One that never came whole has no place in the log, and its sender has it. */
function isPackOver({ position, begunAt, completedAt }: PackTimes, { before, believedAt, moments }: Ending): boolean {
  if (completedAt !== null) return moments.timeOf({ position: position ?? 0, at: completedAt }) < before
  return begunAt < before || begunAt > believedAt + toleratedMs
}

/** Erases a pack when it is really over: it may have been taken over while its turn was waited for. */
async function erasePackIfOver(writer: Writer, packId: string, ending: Ending) {
  await holdLog(writer)
  const pack = await packsThere(writer).where('id', '=', packId).executeTakeFirst()
  if (!pack || !isPackOver(pack, ending)) return 0
  const { id, orgId, digest } = pack
  await emptyPack(writer, id)
  const facts = { by: retentionName, digest }
  await appendToLog(writer, [{ at: ending.now(), kind: 'packErased', orgId, facts }])
  return 1
}

/**
 * Packs reported up hold many people as one signed piece: each goes as a whole, so many days after it was taken over; of
 * one that never was, so many after it was begun.
 */
async function erasePacks(store: Store, ending: Ending, { isHeld }: WorkTurn): Promise<number> {
  for (let [erased, after] = [0, '']; ;) {
    const rows = await packsThere(store.reader).where('id', '>', after).orderBy('id').limit(pageSize).execute()
    // In a turn of its own: one that is being taken in is not emptied meanwhile.
    for (const { id } of rows.filter((pack) => isPackOver(pack, ending)))
      erased += await inTurn(store, turnOfPack(id), ({ hold }) =>
        store.write(async (writer) => {
          await hold(writer)
          return erasePackIfOver(writer, id, ending)
        }),
      )
    const last = rows.at(-1)
    if (!last || rows.length < pageSize || !(await isHeld())) return erased
    after = last.id
  }
}

async function eraseWhatIsOver(store: Store, ending: Ending, turn: WorkTurn): Promise<RetentionOutcome> {
  await learnRecords(store)
  let [people, corrections, seen] = [0, 0, 0]
  for (const places of [arrivedBefore(store.reader, ending), cases(store.reader), strays(store.reader)]) {
    for await (const place of places) {
      const erased = await eraseIfOver(store, place, ending)
      if ('correction' in place.who) corrections += erased
      else people += erased
      seen += 1
      if (seen % pageSize === 0 && !(await turn.isHeld())) return { people, corrections, packs: 0 }
    }
  }
  const packs = await erasePacks(store, ending, turn)
  if (people + corrections + packs > 0) await store.forget()
  return { people, corrections, packs }
}

/**
 * Once a day, by one process: what was kept long enough is erased, each with its trace in the log. Nothing while the
 * clock is in doubt: one wrong date would be the end of everybody.
 */
export async function keepNoLonger(
  store: Store,
  { days, now, ranMs }: RetentionRule,
): Promise<RetentionOutcome | ClockDoubt | undefined> {
  const at = now()
  const doubt = await doubtOf(store, { at, ranMs })
  if (doubt) return doubt
  return takeTurn(store, { name: retentionName, everyMs: dayMs, now }, async (turn) => {
    // By the time that was believed, whatever the clock shows from now on.
    const known = { before: at - days * dayMs, believedAt: at, moments: await readMoments(store.reader, at) }
    return eraseWhatIsOver(store, { ...known, now }, turn)
  })
}

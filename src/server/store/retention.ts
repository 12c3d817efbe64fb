import type { Reader, Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { learnSomeRecords } from './correction-records.ts'
import { eraseRecord } from './erase.ts'
import { retentionName } from './erasure-trace.ts'
import { type ClockDoubt, doubtOf } from './known-time.ts'
import { holdLog } from './log.ts'
import { turnOfPack } from './packs.ts'
import { emptyPack } from './past-packs.ts'
import type { Store } from './store.ts'
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
  readonly packs: number
}

interface Place {
  readonly orgId: string
  /** Whose it is, or the one case of somebody whom only a pack tells of. */
  readonly who: { readonly recordId: string } | { readonly caseId: string }
}

const dayMs = 24 * 3_600_000
const pageSize = 200

/** When something last happened with a person: a submission came or moved on, or a step was made. */
async function lastOf(reader: Reader, { orgId, who }: Place): Promise<number> {
  const recordId = 'recordId' in who ? who.recordId : ''
  const moved =
    'recordId' in who &&
    (await reader
      .selectFrom('submission')
      .select(({ fn }) => fn.max('state_at').as('at'))
      .where('record_id', '=', recordId)
      .where('org_id', '=', orgId)
      .where('state', '!=', 'erased')
      .executeTakeFirst())
  const stepped = await reader
    .selectFrom('review_case')
    .innerJoin('review_event', (join) =>
      join
        .onRef('review_event.org_id', '=', 'review_case.org_id')
        .onRef('review_event.case_id', '=', 'review_case.case_id')
        .onRef('review_event.sequence', '=', 'review_case.sequence'),
    )
    .innerJoin('log_entry', 'log_entry.position', 'review_event.position')
    .select(({ fn }) => fn.max('log_entry.at').as('at'))
    .where('review_case.org_id', '=', orgId)
    .where('review_case.record_id', '=', recordId)
    .$if('caseId' in who, (query) => query.where('review_case.case_id', '=', 'caseId' in who ? who.caseId : ''))
    .executeTakeFirst()
  return Math.max((moved && moved.at) || 0, stepped?.at ?? 0)
}

/** Erases a person when it is really over, looked at once more where nobody else writes. */
async function eraseIfOver(store: Store, place: Place, before: number, now: number): Promise<number> {
  if ((await lastOf(store.reader, place)) >= before) return 0
  return store.write(async (writer) => {
    await holdLog(writer)
    if ((await lastOf(writer, place)) >= before) return 0
    const order = { ...place, by: retentionName, now }
    const { erased } = await eraseRecord(writer, order)
    // Who sent several revisions is met several times, and is gone after the first.
    return erased.filter(({ digests }) => digests.length > 0).length
  })
}

/** Where something arrived before a moment, page by page in the order of the log. */
async function* arrivedBefore(reader: Reader, before: number): AsyncGenerator<Place> {
  for (let after = 0; ;) {
    const rows = await reader
      .selectFrom('submission')
      .select(['position', 'org_id', 'record_id', 'state', 'received_at'])
      .where('position', '>', after)
      .orderBy('position')
      .limit(pageSize)
      .execute()
    for (const { org_id: orgId, record_id: recordId, state } of rows)
      if (state !== 'erased') yield { orgId, who: { recordId } }
    const last = rows.at(-1)
    if (!last || rows.length < pageSize || last.received_at >= before) return
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

/** Packs whose time is over and that are still there. */
const packsOver = (reader: Reader, before: number) =>
  reader
    .selectFrom('pack')
    .select(['id', 'org_id as orgId', 'digest'])
    .where(({ fn }) => fn.coalesce('completed_at', 'begun_at'), '<', before)
    .where((eb) =>
      eb.exists(eb.selectFrom('pack_chunk').select('place').whereRef('pack_chunk.pack_id', '=', 'pack.id')),
    )

/** Erases a pack when it is really over: it may have been taken over while its turn was waited for. */
async function erasePackIfOver(writer: Writer, packId: string, { before, at }: { before: number; at: number }) {
  await holdLog(writer)
  const pack = await packsOver(writer, before).where('id', '=', packId).executeTakeFirst()
  if (!pack) return 0
  const { id, orgId, digest } = pack
  await emptyPack(writer, id)
  await appendToLog(writer, [{ at, kind: 'packErased', orgId, facts: { by: retentionName, digest } }])
  return 1
}

/**
 * Packs reported up hold many people as one signed piece: each goes as a whole, so many days after it was taken over; of
 * one that never was, so many after it was begun.
 */
async function erasePacks(store: Store, before: number, now: number, { isHeld }: WorkTurn): Promise<number> {
  for (let erased = 0; ;) {
    const rows = await packsOver(store.reader, before).limit(pageSize).execute()
    // In a turn of its own: one that is being taken in is not emptied meanwhile.
    for (const { id } of rows)
      erased += await inTurn(store, turnOfPack(id), ({ hold }) =>
        store.write(async (writer) => {
          await hold(writer)
          return erasePackIfOver(writer, id, { before, at: now })
        }),
      )
    if (rows.length < pageSize || !(await isHeld())) return erased
  }
}

async function eraseWhatIsOver(
  store: Store,
  { before, now }: { readonly before: number; readonly now: () => number },
  turn: WorkTurn,
): Promise<RetentionOutcome> {
  // Before anybody is erased, so that none of it happens while the log is held for long.
  while (await store.write(learnSomeRecords));
  let [people, seen] = [0, 0]
  for (const places of [arrivedBefore(store.reader, before), cases(store.reader)]) {
    for await (const place of places) {
      people += await eraseIfOver(store, place, before, now())
      seen += 1
      if (seen % pageSize === 0 && !(await turn.isHeld())) return { people, packs: 0 }
    }
  }
  const packs = await erasePacks(store, before, now(), turn)
  if (people + packs > 0) await store.forget()
  return { people, packs }
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
  // By the time that was believed, whatever the clock shows from now on.
  const before = at - days * dayMs
  return takeTurn(store, { name: retentionName, everyMs: dayMs, now }, (turn) =>
    eraseWhatIsOver(store, { before, now }, turn),
  )
}

import * as v from 'valibot'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Erasable } from '#core/sync/erasures.ts'
import { kindOfStep } from '#core/sync/pushed-step.ts'
import { pushedEventSchema } from '#core/sync/replication.ts'
import type { Reader } from './database.ts'
import { erasedDigests } from './erase.ts'
import { peopleInPacks } from './erase-places.ts'
import { isRecordOfCase } from './people.ts'
import { ownersOfDigest } from './whose-digest.ts'

const mostFound = 50

/** Something that has a digest of the wanted beginning, with the record as the server knows it. */
interface Trace extends Omit<Erasable, 'recordId' | 'isErased'> {
  /** Empty when nothing names it. */
  readonly recordId: string
  readonly isErased?: boolean
}

interface Wanted {
  readonly orgId: string
  /** The digest, or how it begins. */
  readonly code: string
}

// What comes after the last hex digit ends the range.
const endOf = (code: string): string => `${code}g`

async function arrived(reader: Reader, { orgId, code }: Wanted): Promise<Trace[]> {
  const rows = await reader
    .selectFrom('submission')
    .select(['digest', 'record_id', 'revision', 'is_sealed', 'received_at', 'state'])
    .where('digest', '>=', code)
    .where('digest', '<', endOf(code))
    .where('org_id', '=', orgId)
    .orderBy('position', 'desc')
    .limit(mostFound)
    .execute()
  return rows.map(({ digest, record_id: recordId, revision, is_sealed, received_at: receivedAt, state }) => ({
    digest,
    recordId,
    revision,
    isSealed: is_sealed === 1,
    receivedAt,
    isErased: state === 'erased',
  }))
}

const longestRevision = 1_000_000

interface SpokenOf {
  readonly digest: string | null
  readonly record_id: string
  readonly event: string
  readonly at: number
}

function ofStep({ digest, record_id: recordId, event, at: receivedAt }: SpokenOf): Trace {
  const { step } = v.parse(pushedEventSchema, JSON.parse(event))
  const by = kindOfStep(step) === 'corrected' ? 'correction' : recordId === '' ? 'pack' : 'hand'
  const trace = { digest: digest ?? '', recordId, isSealed: false, receivedAt, by } as const
  const revision = 'revision' in step ? step.revision : undefined
  return revision === undefined || revision > longestRevision ? trace : { ...trace, revision }
}

/** What the unit's own cases speak of: files that came by hand, corrections, and at the level above what packs brought. */
async function inTrails(reader: Reader, { orgId, code }: Wanted): Promise<Trace[]> {
  const rows = await reader
    .selectFrom('review_event')
    .innerJoin('review_case', (join) =>
      join
        .onRef('review_case.org_id', '=', 'review_event.org_id')
        .onRef('review_case.case_id', '=', 'review_event.case_id'),
    )
    .innerJoin('log_entry', 'log_entry.position', 'review_event.position')
    .select(['review_event.digest', 'review_case.record_id', 'review_event.event', 'log_entry.at'])
    .where('review_event.digest', '>=', code)
    .where('review_event.digest', '<', endOf(code))
    .where('review_event.org_id', '=', orgId)
    // The first step that speaks of it says how it came.
    .orderBy('review_event.position')
    .limit(mostFound)
    .execute()
  return rows.map(ofStep)
}

/** People whom a pack reports that the organisation sent or received. */
async function inPacks(reader: Reader, { orgId, code }: Wanted): Promise<Trace[]> {
  const of = (column: 'digest' | 'first_digest') =>
    peopleInPacks(reader)
      .select([`pack_member.${column} as digest`, 'record_id', 'revision', 'completed_at'])
      .where(`pack_member.${column}`, '>=', code)
      .where(`pack_member.${column}`, '<', endOf(code))
      .where((eb) => eb.or([eb('pack.org_id', '=', orgId), eb('pack.unit_org_id', '=', orgId)]))
      .orderBy('completed_at', 'desc')
      .limit(mostFound)
      .execute()
  const rows = [...(await of('digest')), ...(await of('first_digest'))]
  return rows.map(({ digest, record_id: recordId, revision, completed_at }) => ({
    digest,
    recordId,
    revision,
    isSealed: false,
    receivedAt: completed_at ?? 0,
    by: 'pack',
  }))
}

interface Corrected {
  readonly digest: string
  readonly file: string
  readonly at: number
}

async function ofCorrection({ digest, file, at: receivedAt }: Corrected): Promise<Trace> {
  const kind = fileKindOf(file)
  const isSealed = kind.ok && kind.value === 'sealedSubmission'
  const trace = { digest, recordId: '', isSealed, receivedAt, by: 'correction' } as const
  const read = await readSubmission(file)
  if (!read.ok) return trace
  const { record, revision } = read.value.content
  return { ...trace, recordId: record.id, revision }
}

async function corrections(reader: Reader, { orgId, code }: Wanted): Promise<Trace[]> {
  const rows = await reader
    .selectFrom('correction')
    .innerJoin('log_entry', 'log_entry.position', 'correction.position')
    .select(['correction.digest', 'correction.file', 'log_entry.at'])
    .where('correction.org_id', '=', orgId)
    .where('correction.digest', '>=', code)
    .where('correction.digest', '<', endOf(code))
    .limit(mostFound)
    .execute()
  return Promise.all(rows.map(ofCorrection))
}

/** Who is counted: of a pack whose time is over nothing else is left. */
async function counted(reader: Reader, { orgId, code }: Wanted): Promise<Trace[]> {
  const rows = await reader
    .selectFrom('person')
    .select(['digest', 'record_id', 'revision'])
    .where('org_id', '=', orgId)
    .where('digest', '>=', code)
    .where('digest', '<', endOf(code))
    .limit(mostFound)
    .execute()
  return rows.map(({ digest, record_id: recordId, revision }) => ({
    digest,
    recordId,
    revision,
    isSealed: false,
    by: 'pack',
  }))
}

/** Of what has one digest: each file that arrived, unless it only claims it; else one of those that tell of it. */
async function ownOnes(reader: Reader, orgId: string, traces: readonly Trace[]): Promise<readonly Trace[]> {
  const digest = traces[0]?.digest ?? ''
  const records = new Set(traces.map(({ recordId }) => recordId))
  const owners = records.size > 1 ? await ownersOfDigest(reader, orgId, digest) : undefined
  const isKnown = owners !== undefined && owners.records.length + owners.cases.length > 0
  const own = isKnown ? traces.filter(({ recordId }) => owners.records.includes(recordId)) : traces
  const sent = own.filter(({ by }) => !by)
  const shown = new Set(sent.map(({ recordId }) => recordId))
  const told = own.find(({ by, recordId }) => by && recordId !== '' && !shown.has(recordId))
  const nameless = sent.length === 0 ? traces.find(({ by }) => by) : undefined
  const other = told ?? nameless
  return other ? [...sent, other] : sent
}

function asErasable({ recordId, ...rest }: Trace, erased: ReadonlySet<string>): Erasable {
  const erasable = { ...rest, isErased: rest.isErased ?? erased.has(rest.digest) }
  return recordId === '' || isRecordOfCase(recordId) ? erasable : { ...erasable, recordId }
}

/**
 * What an organisation has of whoever's digest begins so, by whichever way it came: of whose it is, as far as that is
 * known. What did not arrive as a file of its own is erased by its digest.
 */
export async function findByCode(reader: Reader, orgId: string, code: string): Promise<Erasable[]> {
  const traces: Trace[] = []
  for (const look of [arrived, inTrails, corrections, inPacks, counted])
    traces.push(...(await look(reader, { orgId, code })))
  const found: Trace[] = []
  for (const alike of Map.groupBy(traces, ({ digest }) => digest).values())
    found.push(...(await ownOnes(reader, orgId, alike)))
  const digests = found.map(({ digest }) => digest)
  const erased = await erasedDigests(reader, orgId, digests)
  return found.slice(0, mostFound).map((trace) => asErasable(trace, erased))
}

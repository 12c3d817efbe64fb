import { readSubmission } from '#core/submission/read-submission.ts'
import type { Reader } from './database.ts'

/** Whose a digest is in an organisation, as far as the server can know. */
export interface DigestOwners {
  /** Records whose digest it is; where several are unproven, none. */
  readonly records: readonly string[]
  /** Cases that speak of it and name no record: only a pack told of their person. */
  readonly cases: readonly string[]
  /** Sealed files that claim it, of which nothing says whose it is: only their unit can tell, by opening them. */
  readonly disputed: readonly string[]
}

/** The record of the payload, read by the server itself wherever it came to: it is the same everywhere. */
async function readRecords(reader: Reader, digest: string): Promise<readonly string[]> {
  const arrived = reader
    .selectFrom('submission')
    .select('record_id')
    .where('digest', '=', digest)
    .where('is_sealed', '=', 0)
  const inPacks = reader
    .selectFrom('pack_member')
    .select('record_id')
    .where((eb) => eb.or([eb('digest', '=', digest), eb('first_digest', '=', digest)]))
  const rows = await arrived.union(inPacks).execute()
  if (rows.length > 0) return rows.map(({ record_id }) => record_id)
  const corrections = await reader.selectFrom('correction').select('file').where('digest', '=', digest).execute()
  for (const { file } of corrections) {
    const read = await readSubmission(file)
    if (read.ok) return [read.value.content.record.id]
  }
  return []
}

interface SpeakingCase {
  readonly case_id: string
  readonly record_id: string
}

/**
 * Cases of the unit that speak of the digest, at their top or anywhere in their trail: bound by the key that signed, or
 * by the file that came by hand.
 */
async function casesSpeakingOf(reader: Reader, orgId: string, digest: string): Promise<readonly SpeakingCase[]> {
  const onTop = reader
    .selectFrom('review_case')
    .select(['case_id', 'record_id'])
    .where('org_id', '=', orgId)
    .where('top_digest', '=', digest)
  const inTrail = reader
    .selectFrom('review_event')
    .innerJoin('review_case', (join) =>
      join
        .onRef('review_case.org_id', '=', 'review_event.org_id')
        .onRef('review_case.case_id', '=', 'review_event.case_id'),
    )
    .select(['review_case.case_id', 'review_case.record_id'])
    .where('review_event.digest', '=', digest)
    .where('review_event.org_id', '=', orgId)
  return onTop.union(inTrail).execute()
}

interface Claim {
  readonly recordId: string
  readonly device: string
  readonly isErased: boolean
}

async function claimsOf(reader: Reader, orgId: string, digest: string): Promise<readonly Claim[]> {
  const rows = await reader
    .selectFrom('submission')
    .select(['record_id', 'device', 'state'])
    .where('org_id', '=', orgId)
    .where('digest', '=', digest)
    .where('is_sealed', '=', 1)
    .execute()
  const claims = rows.map(({ record_id, device, state }) => ({
    recordId: record_id,
    device,
    isErased: state === 'erased',
  }))
  const standing = claims.filter(({ isErased }) => !isErased)
  return standing.length > 0 ? standing : claims
}

/** Keys that are known to sign for a record: of files the server has read, and as its unit has read them. */
async function knownDevices(reader: Reader, orgId: string, recordId: string): Promise<ReadonlySet<string>> {
  const inFiles = reader
    .selectFrom('submission')
    .select('device')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .where('is_sealed', '=', 0)
  const inCases = reader
    .selectFrom('review_case')
    .select('top_device as device')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .where('top_device', 'is not', null)
  const rows = await inFiles.union(inCases.$narrowType<{ device: string }>()).execute()
  return new Set(rows.map(({ device }) => device))
}

/** A claim counts alone: by one record only, and by a key that signs for it as far as any is known. */
async function ownersByClaim(reader: Reader, orgId: string, claims: readonly Claim[]): Promise<DigestOwners> {
  const records = [...new Set(claims.map(({ recordId }) => recordId))]
  const [only] = records
  if (only === undefined) return { records: [], cases: [], disputed: [] }
  if (records.length > 1) return { records: [], cases: [], disputed: records }
  const devices = await knownDevices(reader, orgId, only)
  const isCredible = devices.size === 0 || claims.some(({ device }) => devices.has(device))
  return isCredible ? { records, cases: [], disputed: [] } : { records: [], cases: [], disputed: records }
}

/** Who is counted by the digest: what is left of people in a pack whose time is over. */
async function countedRecords(reader: Reader, orgId: string, digest: string): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('person')
    .select('record_id')
    .where('org_id', '=', orgId)
    .where('digest', '=', digest)
    .execute()
  return rows.map(({ record_id }) => record_id)
}

/** Whose record a digest is of, in an organisation: a sealed file may claim anybody's, and that alone takes nobody's. */
export async function ownersOfDigest(reader: Reader, orgId: string, digest: string): Promise<DigestOwners> {
  const speaking = await casesSpeakingOf(reader, orgId, digest)
  const named = speaking.filter(({ record_id }) => record_id !== '')
  const records = new Set([...(await readRecords(reader, digest)), ...named.map(({ record_id }) => record_id)])
  // Of a case that is counted below only the pack tells.
  const cases = speaking.filter(({ record_id }) => record_id === '').map(({ case_id }) => case_id)
  if (records.size + cases.length > 0) return { records: [...records], cases, disputed: [] }
  const claims = await claimsOf(reader, orgId, digest)
  if (claims.length > 0) return ownersByClaim(reader, orgId, claims)
  return { records: await countedRecords(reader, orgId, digest), cases, disputed: [] }
}

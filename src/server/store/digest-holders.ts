import type { Reader } from './database.ts'

/** Digests one record speaks of in an organisation, and the cases that are its own. */
interface Spoken {
  readonly orgId: string
  readonly recordId: string
  readonly digests: readonly string[]
  readonly cases: readonly string[]
  /** What its unit says in these. */
  readonly told: ReadonlySet<string>
}

const orNone = (values: readonly string[]): readonly string[] => (values.length > 0 ? values : [''])

/** What a verified payload of the record itself has: whoever else names it names it wrongly. */
async function provenOnes(reader: Reader, { orgId, recordId, digests }: Spoken): Promise<ReadonlySet<string>> {
  const arrived = reader
    .selectFrom('submission')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .where('is_sealed', '=', 0)
    .where('digest', 'in', digests)
  const inPacks = reader.selectFrom('pack_member').select('digest').where('record_id', '=', recordId)
  const signed = reader.selectFrom('pack_member').select('first_digest as digest').where('record_id', '=', recordId)
  const rows = await arrived
    .union(inPacks.where('digest', 'in', digests))
    .union(signed.where('first_digest', 'in', digests))
    .execute()
  return new Set(rows.map(({ digest }) => digest))
}

/** What others have whose payload was read, or whose case says so. */
async function surelyOthers(reader: Reader, { orgId, recordId, digests, cases }: Spoken): Promise<readonly string[]> {
  const arrived = reader
    .selectFrom('submission')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '!=', recordId)
    .where('is_sealed', '=', 0)
    .where('state', '!=', 'erased')
    .where('digest', 'in', digests)
  const onTop = reader
    .selectFrom('review_case')
    .select('top_digest as digest')
    .where('org_id', '=', orgId)
    .where('case_id', 'not in', orNone(cases))
    .where('top_digest', 'in', digests)
  const rows = await arrived.union(onTop).execute()
  return rows.map(({ digest }) => digest)
}

/** What others only claim: against the word of the unit that is nothing. */
async function claimedByOthers(reader: Reader, { orgId, recordId, digests, told }: Spoken): Promise<readonly string[]> {
  const arrived = reader
    .selectFrom('submission')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '!=', recordId)
    .where('state', '!=', 'erased')
    .where('digest', 'in', digests)
  const counted = reader
    .selectFrom('person')
    .select('digest')
    .where('org_id', '=', orgId)
    .where('record_id', '!=', recordId)
    .where('digest', 'in', digests)
  const rows = await arrived.union(counted).execute()
  return rows.map(({ digest }) => digest).filter((digest) => !told.has(digest))
}

/** Which of them a step of another case speaks of. */
async function inOtherTrails(reader: Reader, { orgId, cases, digests }: Spoken): Promise<ReadonlySet<string | null>> {
  const rows = await reader
    .selectFrom('review_event')
    .select('digest')
    .distinct()
    .where('digest', 'in', digests)
    .where('org_id', '=', orgId)
    .where('case_id', 'not in', orNone(cases))
    .execute()
  return new Set(rows.map(({ digest }) => digest))
}

/** Whose corrections these are, as far as they can be read. */
async function recordsOfCorrections(reader: Reader, { orgId, digests }: Spoken): Promise<ReadonlyMap<string, string>> {
  const rows = await reader
    .selectFrom('correction')
    .select(['digest', 'record_id'])
    .where('org_id', '=', orgId)
    .where('digest', 'in', digests)
    .where('record_id', '!=', '')
    .$narrowType<{ record_id: string }>()
    .execute()
  return new Map(rows.map(({ digest, record_id }) => [digest, record_id]))
}

/**
 * Which of the digests are held by somebody else, too: a sealed file may claim any digest, and of two that do nobody
 * but their unit can tell whose it is. What a payload of the record itself proves is its own.
 */
export async function heldByOthers(reader: Reader, spoken: Spoken): Promise<ReadonlySet<string>> {
  if (spoken.digests.length === 0) return new Set()
  const { recordId, digests } = spoken
  const proven = await provenOnes(reader, spoken)
  const held = new Set([...(await surelyOthers(reader, spoken)), ...(await claimedByOthers(reader, spoken))])
  const corrections = await recordsOfCorrections(reader, spoken)
  const elsewhere = await inOtherTrails(reader, spoken)
  for (const digest of digests) {
    const corrected = corrections.get(digest)
    if (proven.has(digest) || corrected === recordId) held.delete(digest)
    else if (corrected !== undefined || elsewhere.has(digest)) held.add(digest)
  }
  return held
}

import { sql } from 'kysely'
import type { Writer } from './database.ts'
import { givenRows } from './given-rows.ts'
import { movePeople, type PersonPlace } from './people.ts'

const atOnce = 500

/** When a pack counts as made, as `madeAtLatest` of the core says it: one that is dated ahead is no younger than it came. */
const madeAt = (pack: 'pack' | 'other') => {
  const [says, came] = [sql.ref<number>(`${pack}.made_at`), sql.ref<number>(`${pack}.completed_at`)]
  return sql<number>`case when ${came} < ${says} then ${came} else ${says} end`
}

/** The pack that withdraws, and whose it is. */
interface Withdrawing {
  readonly packId: string
  readonly unitOrgId: string
}

type Earlier = Pick<PersonPlace, 'recordId' | 'digest' | 'revision'>

/** Has people stand with these submissions, whatever newer ones they stood with; each of them once. */
async function standEarlier(writer: Writer, orgId: string, people: readonly Earlier[]): Promise<void> {
  if (people.length === 0) return
  const rows = people.map(({ recordId, digest, revision }) => ({ record_id: recordId, digest, revision }))
  await sql`update person set digest = given.digest, revision = given.revision
    from (${givenRows(writer, rows)}) as given
    where person.org_id = ${orgId} and person.record_id = given.record_id`.execute(writer)
}

/**
 * People of a unit whose reported payload its newest pack withdraws are set aside. Who was reported anew in the
 * meantime stands with another payload, and stays; so does who was only corrected, by this pack or by one that another
 * device of the unit wrote beside it: what the person signed is then the same. Who is in the pack with an earlier
 * submission, to which the unit went back, stands with that one from now on.
 */
export async function withdrawPeople(
  writer: Writer,
  { packId, unitOrgId }: Withdrawing,
  digests: readonly string[],
): Promise<void> {
  for (let at = 0; at < digests.length; at += atOnce) {
    const rows = await writer
      .selectFrom('pack_member')
      .innerJoin('pack', 'pack.id', 'pack_member.pack_id')
      .innerJoin('person', 'person.digest', 'pack_member.first_digest')
      .leftJoin('pack_member as named', (join) =>
        join.onRef('named.record_id', '=', 'pack_member.record_id').on('named.pack_id', '=', packId),
      )
      .select(['person.record_id', 'named.first_digest', 'named.revision'])
      .distinct()
      .where('pack.unit_org_id', '=', unitOrgId)
      .where('person.org_id', '=', unitOrgId)
      .where('person.state', '=', 'reported')
      .where('pack_member.digest', 'in', digests.slice(at, at + atOnce))
      .where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom('pack_member as later')
              .innerJoin('pack as other', 'other.id', 'later.pack_id')
              .select('later.line')
              .whereRef('later.record_id', '=', 'pack_member.record_id')
              .whereRef('later.first_digest', '=', 'pack_member.first_digest')
              .whereRef('later.digest', '!=', 'pack_member.digest')
              .where((eb) =>
                eb.or([
                  eb('other.id', '=', packId),
                  eb.and([eb('other.unit_org_id', '=', unitOrgId), eb(madeAt('other'), '>', madeAt('pack'))]),
                ]),
              ),
          ),
        ),
      )
      .execute()
    const earlier = new Map<string, Earlier>()
    const gone = new Set<string>()
    for (const { record_id: recordId, first_digest: digest, revision } of rows)
      if (digest === null || revision === null) gone.add(recordId)
      else earlier.set(recordId, { recordId, digest, revision })
    // Many at once: whoever hands in waits for the log meanwhile.
    await movePeople(writer, { orgId: unitOrgId, recordIds: [...gone] }, { from: 'reported', to: 'setAside' })
    await standEarlier(writer, unitOrgId, [...earlier.values()])
  }
}

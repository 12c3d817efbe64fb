import { sql } from 'kysely'
import type { Writer } from './database.ts'
import { movePerson, type PersonPlace } from './people.ts'

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

/** Has a person stand with this submission, whatever newer one they stood with. */
async function standEarlier(
  writer: Writer,
  { orgId, recordId }: Pick<PersonPlace, 'orgId' | 'recordId'>,
  submission: Pick<PersonPlace, 'digest' | 'revision'>,
): Promise<void> {
  await writer
    .updateTable('person')
    .set(submission)
    .where('org_id', '=', orgId)
    .where('record_id', '=', recordId)
    .execute()
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
    for (const { record_id: recordId, first_digest: digest, revision } of rows) {
      const who = { orgId: unitOrgId, recordId }
      if (digest === null || revision === null) await movePerson(writer, who, 'setAside')
      else await standEarlier(writer, who, { digest, revision })
    }
  }
}

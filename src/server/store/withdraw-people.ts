import type { Writer } from './database.ts'
import { movePerson } from './people.ts'

const atOnce = 500

/**
 * People of a unit whose reported payload its newest pack withdraws are set aside. Who was reported anew in the
 * meantime stands with another payload, and stays.
 */
export async function withdrawPeople(writer: Writer, orgId: string, digests: readonly string[]): Promise<void> {
  for (let at = 0; at < digests.length; at += atOnce) {
    const rows = await writer
      .selectFrom('pack_member')
      .innerJoin('pack', 'pack.id', 'pack_member.pack_id')
      .innerJoin('person', 'person.digest', 'pack_member.first_digest')
      .select('person.record_id')
      .distinct()
      .where('pack.unit_org_id', '=', orgId)
      .where('person.org_id', '=', orgId)
      .where('person.state', '=', 'reported')
      .where('pack_member.digest', 'in', digests.slice(at, at + atOnce))
      .execute()
    for (const { record_id: recordId } of rows) await movePerson(writer, { orgId, recordId }, 'setAside')
  }
}

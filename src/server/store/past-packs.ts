import type { ExpressionBuilder } from 'kysely'
import type { Tables, Writer } from './database.ts'
import type { Place } from './erase-places.ts'

/** Whether the file of a member's pack is still here; its signed content lies nowhere else. */
export const isPackHere = (member: ExpressionBuilder<Tables, 'pack_member'>) =>
  member.exists(
    member.selectFrom('pack_chunk').select('place').whereRef('pack_chunk.pack_id', '=', 'pack_member.pack_id'),
  )

/**
 * The content of a pack goes. Who still counts as its unit reported them keeps the digests it named them by: a later
 * pack withdraws them by these (ADR 0238).
 */
export async function emptyPack(writer: Writer, packId: string): Promise<void> {
  await writer.deleteFrom('pack_chunk').where('pack_id', '=', packId).execute()
  await writer
    .deleteFrom('pack_member')
    .where('pack_id', '=', packId)
    .where((member) =>
      member.not(
        member.exists(
          member
            .selectFrom('pack')
            .innerJoin('person', 'person.org_id', 'pack.unit_org_id')
            .select('person.record_id')
            .whereRef('pack.id', '=', 'pack_member.pack_id')
            .whereRef('person.digest', '=', 'pack_member.first_digest'),
        ),
      ),
    )
    .execute()
}

/** Who is erased in their unit counts no more: what packs whose content is gone named them by goes, too. */
export async function forgetInPastPacks(
  writer: Writer,
  { orgId, recordId }: Place,
  digests: readonly string[],
): Promise<void> {
  const sent = writer.selectFrom('pack').select('pack.id').where('pack.unit_org_id', '=', orgId)
  for (const [column, values] of [
    ['record_id', recordId === '' ? [] : [recordId]],
    ['first_digest', digests],
  ] as const)
    if (values.length > 0)
      await writer
        .deleteFrom('pack_member')
        .where(column, 'in', values)
        .where('pack_id', 'in', sent)
        .where((member) => member.not(isPackHere(member)))
        .execute()
}

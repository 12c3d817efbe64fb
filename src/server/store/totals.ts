import { sql } from 'kysely'
import type { Totals } from '#core/sync/totals.ts'
import type { Reader } from './database.ts'
import { pathEnd } from './org-tree.ts'

type People = Totals['whole']

const none: People = { people: 0, received: 0, inReview: 0, returned: 0, passed: 0, reported: 0 }
const idLength = 36

function addCount(people: People, state: string, count: number): People {
  switch (state) {
    case 'received':
    case 'inReview':
    case 'returned':
    case 'passed':
    case 'reported':
      return { ...people, people: people.people + count, [state]: people[state] + count }
    default:
      return people
  }
}

/**
 * People of an organisation and all below it by state, and of each directly below. One row an organisation and state
 * is added up, so that it takes as long for a million people as for a thousand.
 */
export async function totalsOf(
  reader: Reader,
  { orgId, path, now }: { readonly orgId: string; readonly path: string; readonly now: number },
): Promise<Totals> {
  // The id of the organisation directly below stands in the path right behind this one's.
  const child = sql<string>`substr(org.path, ${sql.lit(path.length + 1)}, ${sql.lit(idLength)})`
  const counts = await reader
    .selectFrom('org')
    .innerJoin('people_count', 'people_count.org_id', 'org.id')
    .select([
      child.as('child'),
      'people_count.state',
      sql<number>`cast(sum(people_count.people) as bigint)`.as('count'),
    ])
    .where('org.path', '>=', path)
    .where('org.path', '<', pathEnd(path))
    .groupBy([child, 'people_count.state'])
    .execute()
  const children = await reader
    .selectFrom('org')
    .select(['id', 'name'])
    .where('parent_id', '=', orgId)
    .orderBy('name')
    .limit(2000)
    .execute()
  const byChild = new Map<string, People>()
  let whole = none
  for (const { child: id, state, count } of counts) {
    whole = addCount(whole, state, count)
    byChild.set(id, addCount(byChild.get(id) ?? none, state, count))
  }
  return {
    orgId,
    at: now,
    whole,
    below: children.map(({ id, name }) => Object.assign({ orgId: id, name }, byChild.get(id) ?? none)),
  }
}

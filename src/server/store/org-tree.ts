import { type Selectable, sql } from 'kysely'
import type { Org } from '#core/sync/orgs.ts'
import type { NewOrg } from '#core/sync/sign-in-options.ts'
import type { Reader, Tables, Writer } from './database.ts'
import { newId } from './new-id.ts'

/** An organisation as it is stored. */
export type OrgRow = Selectable<Tables['org']>

/** Everything at or below a path sorts from the path to this, exclusive: `0` is the character after `/`. */
export const pathEnd = (path: string): string => `${path.slice(0, -1)}0`

/** Whether an organisation is the one of that path or below it. */
export const isWithin = (path: string, scope: string): boolean => path.startsWith(scope)

const unitLevels = ['unit', 'department', 'city', 'region'] as const

/** An organisation as staff see it. */
export function orgOf(row: OrgRow): Org {
  const level = unitLevels.find((each) => each === row.level)
  if (!level) throw new TypeError('the database holds a level that does not exist')
  const { id, name, division } = row
  return { id, parentId: row.parent_id, name, orgCode: row.org_code, division, level }
}

/** The organisation of an id. */
export const orgById = (reader: Reader, id: string): Promise<OrgRow | undefined> =>
  reader.selectFrom('org').selectAll().where('id', '=', id).executeTakeFirst()

/** The organisation of a code within a scope. */
export const orgByCode = (reader: Reader, orgCode: string, scope: string): Promise<OrgRow | undefined> =>
  reader
    .selectFrom('org')
    .selectAll()
    .where('org_code', '=', orgCode)
    .where('path', '>=', scope)
    .where('path', '<', pathEnd(scope))
    .executeTakeFirst()

/** Whether an organisation of the whole server has the code: two of one code could not be told apart. */
export async function isOrgCodeTaken(reader: Reader, orgCode: string): Promise<boolean> {
  return (await reader.selectFrom('org').select('id').where('org_code', '=', orgCode).executeTakeFirst()) !== undefined
}

/** Codes that several organisations have, from a time when each branch looked at itself alone, with their names. */
export async function doubledOrgCodes(reader: Reader, limit: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await reader
    .selectFrom('org')
    .select(['org_code', 'name'])
    .where('org_code', 'in', (query) =>
      query
        .selectFrom('org')
        .select('org_code')
        .groupBy('org_code')
        .having((row) => row.fn.countAll(), '>', 1)
        .orderBy('org_code')
        .limit(limit),
    )
    .orderBy('org_code')
    .orderBy('id')
    .execute()
  const names = new Map<string, readonly string[]>()
  for (const { org_code: code, name } of rows) names.set(code, [...(names.get(code) ?? []), name])
  return names
}

/** Paths of organisations by id, as far as they exist. */
export async function pathsOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('org')
    .select(['id', 'path'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, path }) => [id, path]))
}

/** A page of organisations: directly below one, or a whole scope; by id, after the last one of the page before. */
export async function orgPage(
  reader: Reader,
  {
    scope,
    under,
    after,
    limit,
  }: { scope: string; under?: string | undefined; after?: string | undefined; limit: number },
): Promise<OrgRow[]> {
  let query = reader.selectFrom('org').selectAll().where('path', '>=', scope).where('path', '<', pathEnd(scope))
  if (under !== undefined) query = query.where('parent_id', '=', under)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

/** Adds an organisation under another, or at the top. */
export async function addOrg(
  writer: Writer,
  { name, orgCode, division, level }: NewOrg,
  { parent, now }: { readonly parent: Pick<OrgRow, 'id' | 'path'> | undefined; readonly now: number },
): Promise<OrgRow> {
  const id = newId(now)
  return writer
    .insertInto('org')
    .values({
      id,
      parent_id: parent?.id ?? null,
      path: `${parent?.path ?? '/'}${id}/`,
      name,
      org_code: orgCode,
      division,
      level,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Renames an organisation, or corrects its code, division or level; the caller has made sure that no other one has it. */
export async function correctOrg(
  writer: Writer,
  id: string,
  { name, orgCode, division, level }: Pick<OrgRow, 'name' | 'division' | 'level'> & { readonly orgCode: string },
): Promise<void> {
  await writer.updateTable('org').set({ name, org_code: orgCode, division, level }).where('id', '=', id).execute()
}

/** Puts an organisation and all below it under another. The caller has made sure that it is not below itself. */
export async function moveOrg(writer: Writer, org: OrgRow, parent: Pick<OrgRow, 'id' | 'path'>): Promise<void> {
  const path = `${parent.path}${org.id}/`
  await writer.updateTable('org').set({ parent_id: parent.id }).where('id', '=', org.id).execute()
  await writer
    .updateTable('org')
    .set({ path: sql<string>`${path} || substr(path, ${sql.lit(org.path.length + 1)})` })
    .where('path', '>=', org.path)
    .where('path', '<', pathEnd(org.path))
    .execute()
}

/** The organisation of a code that has none above it. */
export const topOrgByCode = (reader: Reader, orgCode: string): Promise<OrgRow | undefined> =>
  reader.selectFrom('org').selectAll().where('org_code', '=', orgCode).where('parent_id', 'is', null).executeTakeFirst()

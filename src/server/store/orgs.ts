import type { Org } from '#core/sync/orgs.ts'
import type { Reader, Writer } from './database.ts'

/** Adds an organisation under its parent, which must be there. */
export async function addOrg(writer: Writer, org: Org, now: number): Promise<void> {
  const { id, parentId, name, orgCode, division, level } = org
  const parent =
    parentId === null
      ? { path: '/' }
      : await writer.selectFrom('org').select('path').where('id', '=', parentId).executeTakeFirstOrThrow()
  const row = { id, parent_id: parentId, path: `${parent.path}${id}/`, name, org_code: orgCode, division, level }
  await writer
    .insertInto('org')
    .values({ ...row, created_at: now })
    .execute()
}

/** Whether an organisation is the one with this path or stands below it. */
export async function isInScope(reader: Reader, orgId: string, path: string): Promise<boolean> {
  const org = await reader.selectFrom('org').select('path').where('id', '=', orgId).executeTakeFirst()
  return org?.path.startsWith(path) ?? false
}

import { fail, ok, type Result } from '#core/errors/result.ts'
import type { StaffCaller } from '../routes/route.ts'
import type { Reader } from '../store/database.ts'
import { isInScope } from '../store/orgs.ts'

/** Whether staff may touch what belongs to this organisation: it is their own or below it. */
export async function inScope(reader: Reader, { orgPath }: StaffCaller, orgId: string): Promise<Result<void>> {
  return (await isInScope(reader, orgId, orgPath)) ? ok(undefined) : fail('SERVER_FORBIDDEN', {})
}

import { fail, ok, type Result } from '#core/errors/result.ts'
import type { StaffCaller } from '../routes/route.ts'
import type { Reader, Writer } from '../store/database.ts'
import { accountById } from '../store/accounts.ts'
import { holdLog } from '../store/log.ts'
import { isWithin, orgById, pathsOf } from '../store/org-tree.ts'

/**
 * The same once more where something is changed, in its transaction, which holds the log: the tree may have been changed
 * since the request was let in, and the caller moved, given another role, or shut out.
 */
export async function isStillInScope(
  concerns: readonly Concern[],
  caller: StaffCaller,
  writer: Writer,
): Promise<boolean> {
  const account = await accountById(writer, caller.accountId)
  const isSame = account?.disabled_at === null && account.org_id === caller.orgId && account.role === caller.role
  const own = isSame ? await orgById(writer, caller.orgId) : undefined
  return own !== undefined && (await checkScope(concerns, { ...caller, orgPath: own.path }, writer)).ok
}

/** Does the work while nobody else writes to the log, if the caller still may; else nothing, and gives nothing. */
export async function ifStillInScope<T>(
  writer: Writer,
  { concerns, caller }: { readonly concerns: readonly Concern[]; readonly caller: StaffCaller },
  work: () => Promise<T>,
): Promise<T | undefined> {
  await holdLog(writer)
  return (await isStillInScope(concerns, caller, writer)) ? work() : undefined
}

/** Organisations a request touches; of `anyOf` one must be in scope, which may include who the caller reports to. */
export type Concern = string | { readonly anyOf: readonly string[]; readonly orReportedTo?: boolean }

/** A request that touches nothing but the caller's own account or organisation. */
export const ownOnly = (): readonly Concern[] => []

const foreign = fail('SERVER_ADDRESS_UNKNOWN', {})

async function parentOf(reader: Reader, orgId: string): Promise<string | undefined> {
  return (await orgById(reader, orgId))?.parent_id ?? undefined
}

/**
 * Whether everything a request touches lies in the caller's own organisation or below. The only place where scope is
 * decided. What is foreign is answered like what does not exist.
 */
export async function checkScope(
  concerns: readonly Concern[],
  caller: StaffCaller,
  reader: Reader,
): Promise<Result<void>> {
  const groups = concerns.map((concern) => (typeof concern === 'string' ? { anyOf: [concern] } : concern))
  const paths = await pathsOf(
    reader,
    groups.flatMap(({ anyOf }) => anyOf),
  )
  for (const { anyOf, orReportedTo = false } of groups) {
    const isInScope = anyOf.some((id) => isWithin(paths.get(id) ?? '', caller.orgPath))
    if (isInScope) continue
    const above = orReportedTo ? await parentOf(reader, caller.orgId) : undefined
    if (above === undefined || !anyOf.includes(above)) return foreign
  }
  return ok(undefined)
}

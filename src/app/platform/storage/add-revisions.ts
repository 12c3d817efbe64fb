import canonicalize from 'canonicalize'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import { addRevision, staysLonger } from './keep-revision.ts'

/** All that tells a kept state from others: not its number, which another device counts by itself, nor why it was kept. */
const toldBy = ({ revision: _number, reason: _why, ...state }: StoredRow): string => canonicalize(state) ?? ''

const statesOf = async (
  { revisions }: Pick<CaibaoDatabase, 'revisions'>,
  draftId: string,
): Promise<Map<string, StoredRow>> =>
  new Map((await revisions.where({ draftId }).toArray()).map((row) => [toldBy(row), row]))

/**
 * Adds the kept states of a backup that are not here, each of them once, however often it is restored; one that is here
 * is from now on what was handed in or imported, if it was so there.
 */
export async function addRevisions(
  database: Pick<CaibaoDatabase, 'revisions'>,
  rows: readonly StoredRow[],
): Promise<void> {
  const told = new Map<string, Map<string, StoredRow>>()
  for (const row of rows) {
    const draftId = String(row['draftId'])
    const here = told.get(draftId) ?? (await statesOf(database, draftId))
    told.set(draftId, here)
    const state = toldBy(row)
    const standing = here.get(state)
    const reason = row['reason']
    if (!standing) here.set(state, await addRevision(database, row))
    else if (staysLonger.has(reason) && !staysLonger.has(standing['reason'])) {
      here.set(state, { ...standing, reason })
      await database.revisions.put({ ...standing, reason })
    }
  }
}

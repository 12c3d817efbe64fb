import canonicalize from 'canonicalize'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import { addRevision } from './keep-revision.ts'

/** All that tells a kept state from others: not its number, which another device counts by itself, nor why it was kept. */
const toldBy = ({ revision: _number, reason: _why, ...state }: StoredRow): string => canonicalize(state) ?? ''

/** Adds the kept states of a backup that are not here, each of them once, however often it is restored. */
export async function addRevisions(
  database: Pick<CaibaoDatabase, 'revisions'>,
  rows: readonly StoredRow[],
): Promise<void> {
  const told = new Map<string, Set<string>>()
  for (const row of rows) {
    const draftId = String(row['draftId'])
    const here = told.get(draftId) ?? new Set((await database.revisions.where({ draftId }).toArray()).map(toldBy))
    told.set(draftId, here)
    const state = toldBy(row)
    if (here.has(state)) continue
    here.add(state)
    await addRevision(database, row)
  }
}

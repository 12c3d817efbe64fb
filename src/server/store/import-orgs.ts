import type { ImportedOrg } from '#core/sync/org-changes.ts'
import type { Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { holdLog } from './log.ts'
import { addOrg, moveOrg, type OrgRow, pathEnd, renameOrg } from './org-tree.ts'

/** What an import did. */
export interface ImportOutcome {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

/** Why nothing was imported: row numbers count from 1. */
export class ImportRefused extends Error {
  readonly row: number
  readonly why: 'parentUnknown' | 'twice' | 'circle'
  constructor(row: number, why: 'parentUnknown' | 'twice' | 'circle') {
    super(why)
    this.row = row
    this.why = why
  }
}

interface Import {
  readonly top: OrgRow
  readonly rows: readonly ImportedOrg[]
  readonly accountId: string
  readonly now: number
}

/** Places of rows by code; a code may stand there once. */
function placesByCode(rows: readonly ImportedOrg[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [index, { orgCode }] of rows.entries()) {
    if (places.has(orgCode)) throw new ImportRefused(index + 1, 'twice')
    places.set(orgCode, index)
  }
  return places
}

/** Rows in an order in which each one's parent comes before it; they may be written in any. */
function inOrder(rows: readonly ImportedOrg[], known: ReadonlySet<string>): readonly ImportedOrg[] {
  const places = placesByCode(rows)
  const ordered: ImportedOrg[] = []
  const states = new Map<number, 'open' | 'done'>()
  const visit = (index: number): void => {
    const row = rows[index]
    if (!row || states.get(index) === 'done') return
    if (states.get(index) === 'open') throw new ImportRefused(index + 1, 'circle')
    states.set(index, 'open')
    const parent = places.get(row.parentCode)
    if (parent !== undefined) visit(parent)
    else if (row.parentCode !== '' && !known.has(row.parentCode)) throw new ImportRefused(index + 1, 'parentUnknown')
    states.set(index, 'done')
    ordered.push(row)
  }
  for (const index of rows.keys()) visit(index)
  return ordered
}

async function changeTo(
  writer: Writer,
  before: OrgRow,
  { row, parent }: { readonly row: ImportedOrg; readonly parent: OrgRow },
): Promise<OrgRow> {
  if (before.name !== row.name) await renameOrg(writer, before.id, row.name)
  if (before.parent_id !== parent.id) await moveOrg(writer, before, parent)
  return { ...before, name: row.name, parent_id: parent.id, path: `${parent.path}${before.id}/` }
}

/** Imports organisations under one: all of them or none; codes that are there are renamed or moved. */
export async function importOrgs(writer: Writer, { top, rows, accountId, now }: Import): Promise<ImportOutcome> {
  await holdLog(writer)
  const standing = await writer
    .selectFrom('org')
    .selectAll()
    .where('path', '>=', top.path)
    .where('path', '<', pathEnd(top.path))
    .execute()
  const byCode = new Map(standing.map((org) => [org.org_code, org]))
  const outcome = { added: 0, changed: 0, unchanged: 0 }
  const placeByRow = new Map(rows.map((row, index) => [row, index + 1]))
  for (const row of inOrder(rows, new Set(byCode.keys()))) {
    const parent = row.parentCode === '' ? top : byCode.get(row.parentCode)
    const at = placeByRow.get(row) ?? 0
    if (!parent) throw new ImportRefused(at, 'parentUnknown')
    const before = byCode.get(row.orgCode)
    if (!before) {
      byCode.set(row.orgCode, await addOrg(writer, row, { parent, now }))
      outcome.added += 1
      continue
    }
    if (before.name === row.name && (before.parent_id === parent.id || before.id === top.id)) {
      outcome.unchanged += 1
      continue
    }
    // Nothing stands below itself, and the organisation one imports into stays where it is.
    if (before.id === top.id || parent.path.startsWith(before.path)) throw new ImportRefused(at, 'circle')
    byCode.set(row.orgCode, await changeTo(writer, before, { row, parent }))
    outcome.changed += 1
  }
  const facts = { by: accountId, ...outcome }
  await appendToLog(writer, [{ at: now, kind: 'orgsImported', orgId: top.id, facts }])
  return outcome
}

import type { ErrorParams } from '#core/errors/error-code.ts'
import type { ImportedOrg } from '#core/sync/org-changes.ts'
import type { Writer } from './database.ts'
import { appendToLog } from './append-to-log.ts'
import { holdLog } from './log.ts'
import { addOrg, isWithin, moveOrg, type OrgRow, pathEnd, correctOrg } from './org-tree.ts'

/** What an import did. */
export interface ImportOutcome {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

type ImportFault = ErrorParams['ORG_IMPORT_REFUSED']['why']

/** Why nothing was imported: row numbers count from 1. */
export class ImportRefused extends Error {
  readonly row: number
  readonly why: ImportFault
  constructor(row: number, why: ImportFault) {
    super(why)
    this.row = row
    this.why = why
  }
}

const codesAtOnce = 500

interface Import {
  readonly top: OrgRow
  /** Scope of who imports. */
  readonly scope: string
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

type Standing = Map<string, OrgRow>

const isAsWritten = ({ name, division, level }: OrgRow, row: ImportedOrg): boolean =>
  name === row.name && division === row.division && level === row.level

interface Row {
  readonly before: OrgRow
  readonly row: ImportedOrg
  readonly parent: OrgRow
}

/** Whether a row asks for nothing new. The organisation one imports into stays where it is. */
const isUnchanged = ({ before, row, parent }: Row, top: OrgRow): boolean =>
  isAsWritten(before, row) && (before.id === top.id || before.parent_id === parent.id)

/** Why a row cannot be followed. What one's own organisation is, the level above says, if there is one. */
function faultOf({ before, parent }: Row, { top, scope }: Import): ImportFault | undefined {
  if (before.id !== top.id) return parent.path.startsWith(before.path) ? 'circle' : undefined
  if (parent.id !== top.id) return 'circle'
  return top.path === scope && top.parent_id !== null ? 'own' : undefined
}

/** Corrects and moves; whoever stands below moves along, here as in the database. */
async function changeTo(writer: Writer, byCode: Standing, { before, row, parent }: Row, top: OrgRow): Promise<void> {
  if (!isAsWritten(before, row)) await correctOrg(writer, before.id, row)
  const { name, division, level } = row
  const isThere = before.id === top.id || before.parent_id === parent.id
  byCode.set(row.orgCode, { ...before, name, division, level, parent_id: isThere ? before.parent_id : parent.id })
  if (isThere) return
  await moveOrg(writer, before, parent)
  const path = `${parent.path}${before.id}/`
  for (const [code, org] of byCode)
    if (isWithin(org.path, before.path))
      byCode.set(code, { ...org, path: `${path}${org.path.slice(before.path.length)}` })
}

/** A code that stands elsewhere is not made a second time; where it stands is told within the scope alone. */
async function refuseElsewhere(writer: Writer, { scope, rows }: Import, byCode: Standing): Promise<void> {
  const places = new Map(rows.map(({ orgCode }, index) => [orgCode, index + 1]))
  const codes = [...places.keys()].filter((code) => !byCode.has(code))
  for (let at = 0; at < codes.length; at += codesAtOnce) {
    const found = await writer
      .selectFrom('org')
      .select(['org_code', 'path'])
      .where('org_code', 'in', codes.slice(at, at + codesAtOnce))
      .limit(1)
      .executeTakeFirst()
    if (found)
      throw new ImportRefused(places.get(found.org_code) ?? 0, isWithin(found.path, scope) ? 'elsewhere' : 'taken')
  }
}

/** Imports organisations under one: all of them or none; codes that are there are corrected or moved. */
export async function importOrgs(writer: Writer, order: Import): Promise<ImportOutcome> {
  const { top, rows, accountId, now } = order
  await holdLog(writer)
  const standing = await writer
    .selectFrom('org')
    .selectAll()
    .where('path', '>=', top.path)
    .where('path', '<', pathEnd(top.path))
    .execute()
  const byCode = new Map(standing.map((org) => [org.org_code, org]))
  await refuseElsewhere(writer, order, byCode)
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
    const wanted = { before, row, parent }
    if (isUnchanged(wanted, top)) {
      outcome.unchanged += 1
      continue
    }
    const fault = faultOf(wanted, order)
    if (fault) throw new ImportRefused(at, fault)
    await changeTo(writer, byCode, wanted, top)
    outcome.changed += 1
  }
  const facts = { by: accountId, ...outcome }
  await appendToLog(writer, [{ at: now, kind: 'orgsImported', orgId: top.id, facts }])
  return outcome
}

import type { PersonRecord } from '#core/record/record.ts'
import type { Issue } from './issue.ts'
import { emptyFrame, type Frame, noRow, type RowView, viewRecord } from './rule-frame.ts'
import type { RulePlan, SheetPlan } from './rule-plan.ts'
import { runRule, type RunnableRule } from './run-rule.ts'

/** A record under watch: after each change only the rules that read what changed run again. */
export interface LiveCheck {
  readonly issues: readonly Issue[]
  /** The issues of the record as it is now; the same as a full check. */
  readonly update: (next: PersonRecord) => readonly Issue[]
}

/** Issues of a sheet, or of the whole record; undefined while they are to be put together again. */
interface Group {
  issues: readonly Issue[] | undefined
}

/** What rules found of one row, or of the sheet as a whole. */
interface Block {
  readonly group: Group
  readonly rules: readonly RunnableRule[]
  readonly found: Map<RunnableRule, Issue>
  /** The same in the order of the rules; made when asked for. */
  issues: readonly Issue[] | undefined
}

interface SheetBlocks {
  readonly group: Group
  readonly once: Block
  rows: Block[]
}

interface RowPlace {
  readonly frame: Frame
  readonly group: Group
}

interface RowChange extends RowPlace {
  readonly before: RowView | undefined
  readonly after: RowView
}

interface Watch {
  readonly plan: RulePlan
  readonly frame: Frame
  readonly ofRecord: Block
  readonly sheets: readonly SheetBlocks[]
}

function makeBlock(rules: readonly RunnableRule[], group: Group): Block {
  group.issues = undefined
  return { rules, group, found: new Map(), issues: undefined }
}

function refresh(rule: RunnableRule, block: Block, frame: Frame, row: number): void {
  const issue = runRule(rule, frame, row)
  const before = block.found.get(rule)
  if (issue === before) return
  if (issue) block.found.set(rule, issue)
  else block.found.delete(rule)
  block.issues = undefined
  block.group.issues = undefined
}

function runBlock(block: Block, frame: Frame, row: number): Block {
  for (const rule of block.rules) refresh(rule, block, frame, row)
  return block
}

function runRow(sheet: SheetPlan, { frame, group }: RowPlace, row: RowView, index: number): Block {
  frame.row = row
  return runBlock(makeBlock(row.isFilled ? sheet.byRow : sheet.onEmptyRow, group), frame, index)
}

function issuesOf(block: Block): readonly Issue[] {
  if (block.issues) return block.issues
  const issues: Issue[] = []
  if (block.found.size > 0) {
    for (const rule of block.rules) {
      const issue = block.found.get(rule)
      if (issue) issues.push(issue)
    }
  }
  block.issues = issues
  return issues
}

function issuesOfSheet({ group, once, rows }: SheetBlocks): readonly Issue[] {
  if (group.issues) return group.issues
  const issues = [...issuesOf(once)]
  for (const row of rows) for (const issue of issuesOf(row)) issues.push(issue)
  group.issues = issues
  return issues
}

/** All issues in their order; the same list while nothing else was found. */
function gather({ ofRecord, sheets }: Watch, before: readonly Issue[]): readonly Issue[] {
  if (ofRecord.issues && sheets.every(({ group }) => group.issues)) return before
  return issuesOf(ofRecord).concat(...sheets.map(issuesOfSheet))
}

/** Fields in which two views of a row differ. */
function changedFields(before: RowView, after: RowView, fields: readonly string[]): readonly string[] {
  const changed: string[] = []
  if (before === after) return changed
  for (const [index, field] of fields.entries()) {
    if (before.cells[index] !== after.cells[index]) changed.push(field)
  }
  return changed
}

/** Runs what reads only its own row on one row that changed; tells which fields those were. */
function updateRow(sheet: SheetPlan, rows: Block[], index: number, change: RowChange): readonly string[] {
  const { frame, before, after } = change
  const block = rows[index]
  const changed = before ? changedFields(before, after, sheet.fields) : sheet.fields
  if (!block || before?.isFilled !== after.isFilled) {
    rows[index] = runRow(sheet, change, after, index)
    return changed
  }
  frame.row = after
  const stale = changed.flatMap((field) => sheet.byOwnField.get(field) ?? [])
  for (const rule of stale) if (after.isFilled || rule.rule.emptyRows) refresh(rule, block, frame, index)
  return changed
}

/** Updates the rows of a sheet; tells what changed. */
function updateRows(
  sheet: SheetPlan,
  blocks: SheetBlocks,
  before: readonly RowView[],
  frame: Frame,
): readonly string[] {
  const after = frame.rows[sheet.position] ?? []
  if (before === after) return []
  const changed = new Set<string>()
  blocks.rows.length = Math.min(blocks.rows.length, after.length)
  const { group } = blocks
  if (before.length !== after.length) group.issues = undefined
  for (let index = 0; index < after.length; index += 1) {
    const standing = before[index]
    const row = after[index]
    if (!row || standing === row) continue
    const change = { frame, group, before: standing, after: row }
    for (const field of updateRow(sheet, blocks.rows, index, change)) changed.add(`${sheet.key}.${field}`)
  }
  return before.length === after.length ? [...changed] : [sheet.key, ...changed]
}

/** Runs a rule wherever it stands. */
function runEverywhere(rule: RunnableRule, { plan, frame, ofRecord, sheets }: Watch): void {
  const position = plan.sheets.findIndex(({ key }) => key === rule.sheet)
  const blocks = sheets[position]
  if (!rule.isByRow) {
    frame.row = noRow
    refresh(rule, blocks?.once ?? ofRecord, frame, 0)
    return
  }
  for (const [index, row] of (frame.rows[position] ?? []).entries()) {
    const block = blocks?.rows[index]
    if (!block || (!row.isFilled && !rule.rule.emptyRows)) continue
    frame.row = row
    refresh(rule, block, frame, index)
  }
}

function updateSheet(sheet: SheetPlan, before: Pick<Frame, 'basic' | 'rows'>, watch: Watch): readonly string[] {
  const { frame, sheets } = watch
  const blocks = sheets[sheet.position]
  if (sheet.isByRow) return blocks ? updateRows(sheet, blocks, before.rows[sheet.position] ?? [], frame) : []
  return changedFields(before.basic, frame.basic, sheet.fields).map((field) => `${sheet.key}.${field}`)
}

function update(watch: Watch, next: PersonRecord): void {
  const { plan, frame } = watch
  const before = { basic: frame.basic, rows: frame.rows }
  const after = viewRecord(next, plan.sheets, before)
  frame.basic = after.basic
  frame.rows = after.rows
  const stale = new Set<RunnableRule>()
  for (const sheet of plan.sheets) {
    for (const path of updateSheet(sheet, before, watch)) {
      for (const rule of plan.byPath.get(path) ?? []) stale.add(rule)
    }
  }
  for (const rule of stale) runEverywhere(rule, watch)
}

/** Checks a record and keeps watch of it. */
export function openLiveCheck(plan: RulePlan, record: PersonRecord, today: string): LiveCheck {
  const frame: Frame = { ...emptyFrame(), ...viewRecord(record, plan.sheets), today }
  const sheets = plan.sheets.map((sheet): SheetBlocks => {
    const group: Group = { issues: undefined }
    const rows = frame.rows[sheet.position] ?? []
    return {
      group,
      once: runBlock(makeBlock(sheet.once, group), frame, 0),
      rows: rows.map((row, index) => runRow(sheet, { frame, group }, row, index)),
    }
  })
  frame.row = noRow
  const ofRecord = runBlock(makeBlock(plan.ofRecord, { issues: undefined }), frame, 0)
  const watch: Watch = { plan, frame, ofRecord, sheets }
  let issues = gather(watch, [])
  return {
    get issues() {
      return issues
    },
    update(next) {
      update(watch, next)
      issues = gather(watch, issues)
      return issues
    },
  }
}

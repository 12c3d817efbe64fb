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

/** What a group of rules found of one row, or of the sheet as a whole. */
interface Block {
  readonly rules: readonly RunnableRule[]
  readonly found: Map<RunnableRule, Issue>
  /** The same in the order of the rules; made when asked for. */
  issues: readonly Issue[] | undefined
}

interface SheetBlocks {
  readonly once: Block
  rows: Block[]
}

interface RowChange {
  readonly frame: Frame
  readonly before: RowView | undefined
  readonly after: RowView
}

interface Watch {
  readonly plan: RulePlan
  readonly frame: Frame
  readonly ofRecord: Block
  readonly sheets: readonly SheetBlocks[]
}

const makeBlock = (rules: readonly RunnableRule[]): Block => ({ rules, found: new Map(), issues: undefined })

function refresh(rule: RunnableRule, block: Block, frame: Frame, row: number): void {
  const issue = runRule(rule, frame, row)
  const before = block.found.get(rule)
  if (issue === before) return
  if (issue) block.found.set(rule, issue)
  else block.found.delete(rule)
  block.issues = undefined
}

function runBlock(block: Block, frame: Frame, row: number): Block {
  for (const rule of block.rules) refresh(rule, block, frame, row)
  return block
}

function runRow({ byRow, onEmptyRow }: SheetPlan, frame: Frame, row: RowView, index: number): Block {
  frame.row = row
  return runBlock(makeBlock(row.isFilled ? byRow : onEmptyRow), frame, index)
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

function gather({ ofRecord, sheets }: Watch): readonly Issue[] {
  const issues: Issue[] = []
  const take = (block: Block): void => {
    for (const issue of issuesOf(block)) issues.push(issue)
  }
  take(ofRecord)
  for (const { once, rows } of sheets) {
    take(once)
    for (const row of rows) take(row)
  }
  return issues
}

/** Fields in which two views of a row differ. */
function changedFields(before: RowView, after: RowView, fields: readonly string[]): readonly string[] {
  return before === after ? [] : fields.filter((_, index) => before.cells[index] !== after.cells[index])
}

/** Runs what reads only its own row on one row that changed; tells which fields those were. */
function updateRow(sheet: SheetPlan, rows: Block[], index: number, change: RowChange): readonly string[] {
  const { frame, before, after } = change
  const block = rows[index]
  const changed = before ? changedFields(before, after, sheet.fields) : sheet.fields
  if (!block || before?.isFilled !== after.isFilled) {
    rows[index] = runRow(sheet, frame, after, index)
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
  for (const [index, row] of after.entries()) {
    const standing = before[index]
    if (standing === row) continue
    const change = { frame, before: standing, after: row }
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

function update(watch: Watch, next: PersonRecord): boolean {
  const { plan, frame } = watch
  const before = { basic: frame.basic, rows: frame.rows }
  Object.assign(frame, viewRecord(next, plan.sheets, before))
  const paths = plan.sheets.flatMap((sheet) => updateSheet(sheet, before, watch))
  const stale = new Set(paths.flatMap((path) => plan.byPath.get(path) ?? []))
  for (const rule of stale) runEverywhere(rule, watch)
  return paths.length > 0
}

/** Checks a record and keeps watch of it. */
export function openLiveCheck(plan: RulePlan, record: PersonRecord, today: string): LiveCheck {
  const frame: Frame = { ...emptyFrame(), ...viewRecord(record, plan.sheets), today }
  const sheets = plan.sheets.map((sheet): SheetBlocks => ({
    once: runBlock(makeBlock(sheet.once), { ...frame, row: noRow }, 0),
    rows: (frame.rows[sheet.position] ?? []).map((row, index) => runRow(sheet, frame, row, index)),
  }))
  const watch: Watch = { plan, frame, ofRecord: runBlock(makeBlock(plan.ofRecord), frame, 0), sheets }
  let issues = gather(watch)
  return {
    get issues() {
      return issues
    },
    update(next) {
      if (update(watch, next)) issues = gather(watch)
      return issues
    },
  }
}

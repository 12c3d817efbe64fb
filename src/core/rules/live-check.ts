import type { PersonRecord } from '#core/record/record.ts'
import type { Issue } from './issue.ts'
import { emptyFrame, type Frame, noRow, type RecordView, type RowView, viewRecord } from './rule-frame.ts'
import type { RulePlan, SheetPlan } from './rule-plan.ts'
import { aloneInSheet, type ChangedRow } from './row-comparison.ts'
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

interface Watch {
  readonly plan: RulePlan
  readonly frame: Frame
  readonly ofRecord: Block
  readonly sheets: readonly SheetBlocks[]
  /** Rules that what changed made stale wherever they stand; empty between updates. */
  readonly stale: Set<RunnableRule>
  /** Rows that changed in the last update. */
  readonly changed: (RowChange & { readonly sheet: SheetPlan })[]
  /** Whether more changed in it than rows that stayed where they were. */
  isWide: boolean
}

function makeBlock(rules: readonly RunnableRule[], group: Group): Block {
  group.issues = undefined
  return { rules, group, found: new Map(), issues: undefined }
}

/** Whether a rule says the same again: who shows it then need not look. A repair may hold other values, so it is anew. */
const saysTheSame = (now: Issue | undefined, before: Issue | undefined): boolean =>
  now === before ||
  (now !== undefined &&
    now.path === before?.path &&
    now.message === before.message &&
    now.fix === undefined &&
    before.fix === undefined)

function refresh(rule: RunnableRule, block: Block, frame: Frame, row: number): void {
  const issue = runRule(rule, frame, row)
  const before = block.found.get(rule)
  if (saysTheSame(issue, before)) return
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
  let isSame = ofRecord.issues !== undefined
  for (const { group } of sheets) isSame = isSame && group.issues !== undefined
  return isSame ? before : issuesOf(ofRecord).concat(...sheets.map(issuesOfSheet))
}

function addAll(stale: Set<RunnableRule>, rules: readonly RunnableRule[] | undefined): void {
  if (rules) for (const rule of rules) stale.add(rule)
}

/** Runs what reads only its own row where a cell changed, and notes what else the change makes stale. */
function updateCells(sheet: SheetPlan, block: Block | undefined, change: RowChange): void {
  const { before, after, index, watch } = change
  for (let cell = 0; cell < sheet.fields.length; cell += 1) {
    if (before && before.cells[cell] === after.cells[cell]) continue
    addAll(watch.stale, sheet.everywhereByCell[cell])
    if (!block) continue
    for (const rule of sheet.ownByCell[cell] ?? []) {
      if (after.isFilled || rule.rule.emptyRows) refresh(rule, block, watch.frame, index)
    }
  }
}

interface RowChange {
  readonly before: RowView | undefined
  readonly after: RowView
  readonly index: number
  readonly watch: Watch
}

/** A row that changed: its own rules run again, all of them when it is new or was empty. */
function updateRow(sheet: SheetPlan, { rows, group }: SheetBlocks, change: RowChange): void {
  const { before, after, index, watch } = change
  const block = rows[index]
  if (block && before?.isFilled === after.isFilled) {
    watch.frame.row = after
    updateCells(sheet, block, change)
    return
  }
  rows[index] = runRow(sheet, { frame: watch.frame, group }, after, index)
  updateCells(sheet, undefined, change)
}

/** Updates the rows of a sheet. */
function updateRows(sheet: SheetPlan, before: readonly RowView[], watch: Watch): void {
  const after = watch.frame.rows[sheet.position] ?? []
  const blocks = watch.sheets[sheet.position]
  if (before === after || !blocks) return
  if (before.length !== after.length) {
    blocks.rows.length = Math.min(blocks.rows.length, after.length)
    blocks.group.issues = undefined
    addAll(watch.stale, sheet.onCount)
    watch.isWide = true
  }
  for (let index = 0; index < after.length; index += 1) {
    const standing = before[index]
    const row = after[index]
    if (!row || standing === row) continue
    const change = { sheet, before: standing, after: row, index, watch }
    watch.changed.push(change)
    updateRow(sheet, blocks, change)
  }
}

/** The rows that changed, for rules to compare; undefined when rules must run wherever they stand. */
type Changes = readonly ChangedRow[] | undefined

function changesOf({ changed, isWide }: Watch): Changes {
  if (isWide) return undefined
  return changed.flatMap(({ sheet, before, after, index }) => {
    if (!before) return []
    const { key, position } = sheet
    return [{ sheet: key, index, before: aloneInSheet(position, before), after: aloneInSheet(position, after) }]
  })
}

/** Runs a rule on every row that changed, or that what changed may concern. */
function runOnRows(rule: RunnableRule, rows: readonly Block[], { frame }: Watch, changes: Changes): void {
  const mayChange = changes && rule.comparison()
  const own = changes?.filter(({ sheet }) => sheet === rule.sheet)
  for (const [index, row] of (frame.rows[rule.position] ?? []).entries()) {
    const block = rows[index]
    if (!block || (!row.isFilled && !rule.rule.emptyRows)) continue
    frame.row = row
    if (!mayChange || own?.some((change) => change.index === index) || mayChange(frame, changes)) {
      refresh(rule, block, frame, index)
    }
  }
}

/** Runs a rule wherever what changed may concern it. */
function runEverywhere(rule: RunnableRule, watch: Watch, changes: Changes): void {
  const blocks = watch.sheets[rule.position]
  if (rule.isByRow) {
    runOnRows(rule, blocks?.rows ?? [], watch, changes)
    return
  }
  watch.frame.row = noRow
  refresh(rule, blocks?.once ?? watch.ofRecord, watch.frame, 0)
}

function updateSheet(sheet: SheetPlan, before: RecordView, watch: Watch): void {
  const { frame } = watch
  if (sheet.isByRow) updateRows(sheet, before.rows[sheet.position] ?? [], watch)
  else if (before.basic !== frame.basic) {
    watch.isWide = true
    updateCells(sheet, undefined, { before: before.basic, after: frame.basic, index: 0, watch })
  }
}

function update(watch: Watch, next: PersonRecord): void {
  const { plan, frame, stale } = watch
  const before = { basic: frame.basic, rows: frame.rows, given: frame.given }
  const after = viewRecord(next, plan.sheets, before)
  frame.basic = after.basic
  frame.rows = after.rows
  frame.given = after.given
  watch.changed.length = 0
  watch.isWide = false
  for (const sheet of plan.sheets) updateSheet(sheet, before, watch)
  if (stale.size === 0) return
  const changes = changesOf(watch)
  for (const rule of stale) runEverywhere(rule, watch, changes)
  stale.clear()
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
  const watch: Watch = { plan, frame, ofRecord, sheets, stale: new Set(), changed: [], isWide: false }
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

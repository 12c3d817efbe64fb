import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Issue } from './issue.ts'
import { emptyFrame, type Frame, type RowView, textOf, viewRecord } from './rule-frame.ts'
import { runOn, type RunnableRule } from './run-rule.ts'

/** A record under watch: after each change only the rules that read what changed run again. */
export interface LiveCheck {
  readonly issues: readonly Issue[]
  /** The issues of the record as it is now; the same as a full check. */
  readonly update: (next: PersonRecord) => readonly Issue[]
}

/** A rule with what it found: one place per row, or one place. */
interface Slot {
  readonly runnable: RunnableRule
  readonly found: (Issue | undefined)[]
}

interface Changes {
  /** Changed fields, `sheet.field`, and sheets whose number of rows changed. */
  readonly paths: ReadonlySet<string>
  /** Positions of changed rows by sheet. */
  readonly rows: ReadonlyMap<string, readonly number[]>
}

function addChangedFields(sheet: string, before: Row, after: Row, paths: Set<string>): void {
  if (before === after) return
  for (const field in before) if (textOf(before, field) !== textOf(after, field)) paths.add(`${sheet}.${field}`)
  for (const field in after) if (textOf(before, field) !== textOf(after, field)) paths.add(`${sheet}.${field}`)
}

/** A sheet that grew or shrank counts as changed in all its fields. */
function addChangedRows(
  sheet: string,
  before: readonly RowView[],
  after: readonly RowView[],
  changes: Set<string>,
): number[] {
  const rows: number[] = []
  if (before.length !== after.length) changes.add(sheet)
  for (const [index, row] of after.entries()) {
    const standing = before[index]
    if (standing === row) continue
    rows.push(index)
    if (standing) addChangedFields(sheet, standing.values, row.values, changes)
  }
  return rows
}

function findChanges(frame: Frame, next: Pick<Frame, 'basic' | 'rows'>): Changes {
  const paths = new Set<string>()
  const rows = new Map<string, readonly number[]>()
  addChangedFields('basic', frame.basic, next.basic, paths)
  for (const [sheet, after] of Object.entries(next.rows)) {
    const before = frame.rows[sheet] ?? []
    if (before === after) continue
    const changed = addChangedRows(sheet, before, after, paths)
    if (changed.length > 0 || before.length !== after.length) rows.set(sheet, changed)
  }
  return { paths, rows }
}

const sheetOf = (path: string): string => path.split('.')[0] ?? path

/** Paths that make every run of a rule stale: fields of basic, and sheets looked at as a whole. */
function watchedPaths({ reads }: RunnableRule, isWhole: (sheet: string) => boolean): readonly string[] {
  return [...reads].flatMap((path) => {
    const sheet = sheetOf(path)
    return sheet === 'basic' ? [path] : isWhole(sheet) ? [path, sheet] : []
  })
}

/** Sorts what the rules found: the record, then each sheet, row by row, field by field, in the order of the rules. */
function gather(slots: readonly Slot[], scheme: Scheme, frame: Frame): readonly Issue[] {
  const issues: Issue[] = []
  const push = (issue: Issue | undefined): void => {
    if (issue) issues.push(issue)
  }
  const once = slots.filter(({ runnable }) => runnable.sheet === '')
  for (const { found } of once) push(found[0])
  for (const { key } of scheme.sheets) {
    const own = slots.filter(({ runnable }) => runnable.sheet === key)
    for (const { runnable, found } of own) if (!runnable.isByRow) push(found[0])
    const byRow = own.filter(({ runnable, found }) => runnable.isByRow && found.some((issue) => issue !== undefined))
    for (const row of (byRow.length > 0 ? (frame.rows[key] ?? []) : []).keys()) {
      for (const { found } of byRow) push(found[row])
    }
  }
  return issues
}

function runAll({ runnable, found }: Slot, frame: Frame): void {
  found.length = 0
  if (!runnable.isByRow) {
    found[0] = runOn(runnable, frame, undefined, 0)
    return
  }
  for (const [index, row] of (frame.rows[runnable.sheet] ?? []).entries()) {
    found[index] = runOn(runnable, frame, row, index)
  }
}

function runChanged(slot: Slot, frame: Frame, changed: readonly number[]): void {
  const { runnable, found } = slot
  const rows = frame.rows[runnable.sheet] ?? []
  found.length = rows.length
  for (const index of changed) found[index] = runOn(runnable, frame, rows[index], index)
}

/** Rules in the order in which their issues stand within a row. */
export function sortRules(rules: readonly RunnableRule[]): readonly RunnableRule[] {
  return [...rules].sort((a, b) => a.fieldOrder - b.fieldOrder)
}

/** Checks a record and keeps watch of it. */
export function openLiveCheck(
  rules: readonly RunnableRule[],
  wholeSheets: (runnable: RunnableRule, sheet: string) => boolean,
  { record, scheme, today }: { readonly record: PersonRecord; readonly scheme: Scheme; readonly today: string },
): LiveCheck {
  const frame: Frame = { ...emptyFrame(), ...viewRecord(record, scheme), today }
  const slots = rules.map((runnable): Slot => ({ runnable, found: [] }))
  const watchers = slots.map((slot) => ({
    slot,
    paths: watchedPaths(slot.runnable, (sheet) => wholeSheets(slot.runnable, sheet)),
  }))
  for (const slot of slots) runAll(slot, frame)
  let issues = gather(slots, scheme, frame)
  return {
    get issues() {
      return issues
    },
    update(next) {
      const view = viewRecord(next, scheme, frame.rows)
      const { paths, rows } = findChanges(frame, view)
      frame.basic = view.basic
      frame.rows = view.rows
      if (paths.size === 0 && rows.size === 0) return issues
      for (const { slot, paths: watched } of watchers) {
        const { runnable } = slot
        const changed = runnable.isByRow ? rows.get(runnable.sheet) : undefined
        const isStale = watched.some((path) => paths.has(path)) || isOwnValueChanged(runnable, paths)
        if (isStale) runAll(slot, frame)
        else if (changed) runChanged(slot, frame, changed)
      }
      issues = gather(slots, scheme, frame)
      return issues
    },
  }
}

/** A rule on a field of basic also depends on that field when it reads nothing (a fix compares with it). */
function isOwnValueChanged({ sheet, field, isByRow }: RunnableRule, paths: ReadonlySet<string>): boolean {
  return !isByRow && field !== undefined && paths.has(`${sheet}.${field}`)
}

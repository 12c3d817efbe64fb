import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Issue } from './issue.ts'
import { emptyFrame, type Frame, hasValues, type RowView, textOf, viewRecord } from './rule-frame.ts'
import type { RuleGroup, RulePlan } from './rule-plan.ts'
import { runHere, runOnRow, type RunnableRule } from './run-rule.ts'

/** A record under watch: after each change only the rules that read what changed run again. */
export interface LiveCheck {
  readonly issues: readonly Issue[]
  /** The issues of the record as it is now; the same as a full check. */
  readonly update: (next: PersonRecord) => readonly Issue[]
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

function findChangedRows(
  sheet: string,
  before: readonly RowView[],
  after: readonly RowView[],
  paths: Set<string>,
): readonly number[] {
  if (before.length !== after.length) paths.add(sheet)
  const rows: number[] = []
  for (const [index, row] of after.entries()) {
    const standing = before[index]
    if (standing === row) continue
    rows.push(index)
    if (standing) addChangedFields(sheet, standing.values, row.values, paths)
  }
  return rows
}

function findChanges(frame: Frame, next: Pick<Frame, 'basic' | 'rows'>): Changes {
  const paths = new Set<string>()
  const rows = new Map<string, readonly number[]>()
  addChangedFields('basic', frame.basic, next.basic, paths)
  for (const [sheet, after] of Object.entries(next.rows)) {
    const before = frame.rows[sheet] ?? []
    const changed = findChangedRows(sheet, before, after, paths)
    if (changed.length > 0 || before.length !== after.length) rows.set(sheet, changed)
  }
  return { paths, rows }
}

/** What the rules of a group found, kept from change to change. */
class GroupWatch {
  readonly group: RuleGroup
  issues: readonly Issue[] = []
  readonly #found = new Map<RunnableRule, (Issue | undefined)[]>()

  constructor(group: RuleGroup) {
    this.group = group
  }

  /** Runs stale rules anew, the others on changed rows only, and puts the issues in order. */
  run(frame: Frame, isStale: (rule: RunnableRule) => boolean, changed: readonly number[]): void {
    const { sheet, once, byRow } = this.group
    const rows = frame.rows[sheet] ?? []
    for (const rule of once) if (isStale(rule)) this.#found.set(rule, [runHere(rule, frame)])
    for (const rule of byRow) this.#runRows(rule, frame, isStale(rule) ? rows.keys() : changed)
    this.#gather(rows.length)
  }

  #runRows(rule: RunnableRule, frame: Frame, positions: Iterable<number>): void {
    const rows = frame.rows[rule.sheet] ?? []
    const found = this.#found.get(rule) ?? []
    found.length = rows.length
    for (const index of positions) {
      const row = rows[index]
      const runs = row !== undefined && (rule.rule.emptyRows || hasValues(row))
      found[index] = runs ? runOnRow(rule, frame, row, index) : undefined
    }
    this.#found.set(rule, found)
  }

  #gather(rowCount: number): void {
    const issues: (Issue | undefined)[] = this.group.once.map((rule) => this.#found.get(rule)?.[0])
    const byRow = this.group.byRow.flatMap((rule) => {
      const found = this.#found.get(rule) ?? []
      return found.some((issue) => issue !== undefined) ? [found] : []
    })
    for (let row = 0; row < rowCount; row += 1) for (const found of byRow) issues.push(found[row])
    this.issues = issues.filter((issue) => issue !== undefined)
  }
}

/** Checks a record and keeps watch of it. */
export function openLiveCheck(
  { groups, watchers }: RulePlan,
  { record, scheme, today }: { readonly record: PersonRecord; readonly scheme: Scheme; readonly today: string },
): LiveCheck {
  const frame: Frame = { ...emptyFrame(), ...viewRecord(record, scheme), today }
  const watches = groups.map((group) => new GroupWatch(group))
  for (const watch of watches) watch.run(frame, () => true, [])
  const gather = (): readonly Issue[] => watches.flatMap((watch) => watch.issues)
  let issues = gather()
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
      const stale = new Set(Array.from(paths, (path) => watchers.get(path) ?? []).flat())
      const staleSheets = new Set(Array.from(stale, ({ sheet }) => sheet))
      for (const watch of watches) {
        const { sheet } = watch.group
        const changed = rows.get(sheet)
        if (changed || staleSheets.has(sheet)) watch.run(frame, (rule) => stale.has(rule), changed ?? [])
      }
      issues = gather()
      return issues
    },
  }
}

import { applyEdits, type RecordEdit } from '#core/record/edit-record.ts'
import { type FieldPath, formatPath } from '#core/record/field-path.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import type { Ast } from './ast.ts'
import { emptyFrame, type Evaluate, layOut, textOf, viewRecord } from './rule-frame.ts'
import type { CompiledCleanup } from './rule-set.ts'

/** What a clean-up did to one value, for the person to see. */
export interface CleanChange {
  readonly rule: string
  readonly path: string
  readonly before: string
  readonly after: string
  readonly message: string
}

/** A cleaned value and what was done to it. */
export interface CleanedValue {
  readonly value: string
  readonly changes: readonly CleanChange[]
}

/** Cleans values and records as the scheme's clean-ups say. */
export interface RecordCleaner {
  readonly clean: (record: PersonRecord) => { readonly record: PersonRecord; readonly changes: readonly CleanChange[] }
  readonly cleanValue: (path: FieldPath, value: string) => CleanedValue
}

interface RunnableCleanup {
  readonly cleanup: CompiledCleanup
  readonly evaluate: Evaluate
}

/** The clean-ups of a field, made into closures when they are first asked for. */
function findCleanups(
  cleanups: readonly CompiledCleanup[],
  compile: (ast: Ast) => Evaluate,
): (path: FieldPath) => readonly RunnableCleanup[] {
  const byField = new Map<string, readonly RunnableCleanup[]>()
  return ({ sheet, field }) => {
    const key = `${sheet}.${field}`
    const known = byField.get(key)
    if (known) return known
    const made = cleanups
      .filter((cleanup) => cleanup.sheet === sheet && cleanup.field === field)
      .map((cleanup) => ({ cleanup, evaluate: compile(cleanup.clean) }))
    byField.set(key, made)
    return made
  }
}

/** Makes the cleaner; the clean-ups of a field are applied in order. */
export function makeRecordCleaner(
  cleanups: readonly CompiledCleanup[],
  scheme: Scheme,
  compile: (ast: Ast) => Evaluate,
): RecordCleaner {
  const frame = emptyFrame()
  const layout = layOut(scheme, () => false)
  const cleanupsOf = findCleanups(cleanups, compile)

  function cleanValue(path: FieldPath, value: string): CleanedValue {
    const changes: CleanChange[] = []
    let standing = value
    for (const { cleanup, evaluate } of cleanupsOf(path)) {
      frame.value = standing
      const after = evaluate(frame)
      // A scheme of a later app may ask a function that this one has not: that answers no text.
      if (typeof after !== 'string' || after === standing) continue
      changes.push({ rule: cleanup.id, path: formatPath(path), before: standing, after, message: cleanup.message })
      standing = after
    }
    return { value: standing, changes }
  }

  function cleanRow(sheet: Sheet, row: number, values: Row): readonly (CleanedValue & { readonly edit: RecordEdit })[] {
    return sheet.fields.flatMap(({ key: field }) => {
      const before = textOf(values, field)
      if (before === '') return []
      const cleaned = cleanValue({ sheet: sheet.key, ...(sheet.kind === 'rows' && { row }), field }, before)
      const edit = { kind: 'set', sheet: sheet.key, row, field, value: cleaned.value } as const
      return cleaned.changes.length > 0 ? [{ ...cleaned, edit }] : []
    })
  }

  function clean(record: PersonRecord) {
    const { basic, rows } = viewRecord(record, layout)
    const cleaned = scheme.sheets.flatMap((sheet, index) => {
      const values = sheet.kind === 'single' ? [basic.values] : (rows[index] ?? []).map((row) => row.values)
      return values.flatMap((row, position) => cleanRow(sheet, position, row))
    })
    return {
      record: applyEdits(
        record,
        cleaned.map(({ edit }) => edit),
      ),
      changes: cleaned.flatMap(({ changes }) => changes),
    }
  }

  return { clean, cleanValue }
}

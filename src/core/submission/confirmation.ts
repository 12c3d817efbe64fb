import type { RecordEdit } from '#core/record/edit-record.ts'
import { formatPath, parsePath } from '#core/record/field-path.ts'
import type { Issue } from '#core/rules/issue.ts'

/** A warning the person looked at and let stand, with the reason that travels with the submission. */
export interface Confirmation {
  readonly rule: string
  readonly path: string
  /** What the person read; another value reads otherwise and asks again. */
  readonly message: string
  readonly reason: string
}

/** What a warning is known by. */
export type Warned = Pick<Issue, 'rule' | 'path' | 'message'>

/** Whether this very warning, in these words and at this place, was let stand. */
export function isConfirmed({ rule, path, message }: Warned, confirmations: readonly Confirmation[]): boolean {
  return confirmations.some(
    (confirmation) => confirmation.rule === rule && confirmation.path === path && confirmation.message === message,
  )
}

function rowAfterMove(row: number, from: number, to: number): number {
  if (row === from) return to
  const withoutMoved = row > from ? row - 1 : row
  return withoutMoved >= to ? withoutMoved + 1 : withoutMoved
}

/** Where a row stands after the edit; undefined when the edit removed it. */
function rowAfter(row: number, edit: RecordEdit): number | undefined {
  switch (edit.kind) {
    case 'set':
      return row
    case 'addRow':
      return row >= edit.at ? row + 1 : row
    case 'removeRow':
      if (row === edit.row) return undefined
      return row > edit.row ? row - 1 : row
    case 'moveRow':
      return rowAfterMove(row, edit.from, edit.to)
  }
}

/** Where a place is after an edit: it moves with its row; undefined when it left with a removed one. */
export function pathAfter(path: string, edit: RecordEdit): string | undefined {
  const at = parsePath(path)
  if (at?.row === undefined || at.sheet !== edit.sheet) return path
  const row = rowAfter(at.row, edit)
  return row === undefined ? undefined : formatPath({ ...at, row })
}

/** The confirmations after an edit: they move with their rows and leave with a removed one. */
export function moveConfirmations(confirmations: readonly Confirmation[], edit: RecordEdit): readonly Confirmation[] {
  if (edit.kind === 'set') return confirmations
  return confirmations.flatMap((confirmation) => {
    const path = pathAfter(confirmation.path, edit)
    return path === undefined ? [] : [{ ...confirmation, path }]
  })
}

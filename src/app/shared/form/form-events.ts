import type { RecordEdit } from '#core/record/edit-record.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { Warned } from '#core/submission/confirmation.ts'

/** What a sheet's form tells its page. */
export interface FormEvents {
  edit: [edits: readonly RecordEdit[]]
  /** The person left the field at this path. */
  leave: [path: string]
  fix: [issue: Issue]
  /** A warning is let stand for a reason; an empty reason takes it back. */
  confirm: [issue: Warned, reason: string]
  composing: [isComposing: boolean]
}

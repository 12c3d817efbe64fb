import { formatPath, parsePath } from '#core/record/field-path.ts'
import type { Confirmation } from './confirmation.ts'

/** The confirmations where rows stand elsewhere: they move with theirs, and leave with a row that stands nowhere. */
export function relocateConfirmations(
  confirmations: readonly Confirmation[],
  placeOf: (sheet: string, row: number) => number | undefined,
): readonly Confirmation[] {
  return confirmations.flatMap((confirmation) => {
    const at = parsePath(confirmation.path)
    if (at?.row === undefined) return [confirmation]
    const row = placeOf(at.sheet, at.row)
    return row === undefined ? [] : [{ ...confirmation, path: formatPath({ ...at, row }) }]
  })
}

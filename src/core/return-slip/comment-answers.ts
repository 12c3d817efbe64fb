import { compareRecords, type Difference } from '#core/record/compare-records.ts'
import { type FieldPath, formatPath, parsePath } from '#core/record/field-path.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { placesNow, spelledAt } from './commented-place.ts'
import type { ReturnComment } from './return-slip.ts'

/**
 * What became of a place the unit commented on. `removed`: its row is no longer there; `byUnit`: the unit put it right
 * itself; `waiting`: nothing, and the person has not handed in again yet.
 */
export type AnswerState = 'changed' | 'unchanged' | 'removed' | 'byUnit' | 'waiting'

/** A comment of a return slip beside what the next revision says there. */
export interface CommentAnswer extends ReturnComment {
  readonly position: number
  readonly state: AnswerState
  /** Where the place stands now; rows before it may have come or gone. */
  readonly now: string | undefined
  readonly before: string
  readonly after: string
}

/** What a revision answers to a return slip. */
export interface SlipAnswers {
  readonly comments: readonly CommentAnswer[]
  /** What changed where nobody had asked for it. */
  readonly elsewhere: readonly Difference[]
}

/** What counts now. */
export interface Answer {
  readonly content: SubmissionContent
  /** Whether the person has handed in since the slip was made. */
  readonly isAnswered: boolean
}

const textAt = (record: PersonRecord, { sheet, row = 0, field }: FieldPath): string =>
  field === undefined ? '' : (rowsOf(record, sheet)[row]?.[field] ?? '')

function answerOf(
  comment: ReturnComment & { readonly position: number },
  before: PersonRecord,
  { content: { record, corrections = [] }, isAnswered, placeNow }: Answer & { placeNow: ReturnType<typeof placesNow> },
): CommentAnswer {
  const at = parsePath(comment.path) ?? { sheet: '' }
  const place = placeNow(at)
  if (!place) return { ...comment, state: 'removed', now: undefined, before: textAt(before, at), after: '' }
  const now = formatPath(place)
  const isChanged = spelledAt(before, at) !== spelledAt(record, place)
  const isByUnit = corrections.some(({ path }) => path === now)
  const asItWas = isAnswered ? 'unchanged' : 'waiting'
  const another = isByUnit ? 'byUnit' : 'changed'
  return {
    ...comment,
    state: isChanged ? another : asItWas,
    now,
    before: textAt(before, at),
    after: textAt(record, place),
  }
}

/** Whether a comment speaks of the place of a difference. */
function speaksOf(path: string, { sheet, mineRow, field }: Difference): boolean {
  const at = parsePath(path)
  if (at?.sheet !== sheet) return false
  if (at.row === undefined && at.field === undefined) return true
  // A row that went is what became of any comment on it.
  return (at.row ?? 0) === mineRow && (at.field === undefined || field === undefined || at.field === field)
}

/** Each comment of a slip beside what counts now, and what else is another than in the submission that was returned. */
export function slipAnswers(comments: readonly ReturnComment[], returned: PersonRecord, now: Answer): SlipAnswers {
  const standing = { ...now, placeNow: placesNow(returned, now.content.record) }
  return {
    comments: comments.map((comment, position) => answerOf({ ...comment, position }, returned, standing)),
    elsewhere: compareRecords(returned, now.content.record).filter(
      (difference) => !comments.some(({ path }) => speaksOf(path, difference)),
    ),
  }
}

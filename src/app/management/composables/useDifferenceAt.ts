import { usePlaceName } from '#app/shared/record/usePlaceName.ts'
import { recordWords } from '#app/shared/record/words.zh-CN.ts'
import { formatPath } from '#core/record/field-path.ts'
import type { Row } from '#core/record/record.ts'
import type { RevisionDifference } from '#core/review/revision-differences.ts'
import { casesWords } from '../words/cases.zh-CN.ts'
import { useShownAt } from './useShownAt.ts'

/** Tells in words where two revisions differ, and what stands on each side. */
export function useDifferenceAt() {
  const placeName = usePlaceName()
  const said = useShownAt()

  /** Numbered as in the revision that is in sight, if it has the row. */
  function placeOf({ sheet, here, there, field }: RevisionDifference, inSight: 'here' | 'there'): string {
    const row = (inSight === 'here' ? (here ?? there) : (there ?? here)) ?? 0
    if (field === undefined) return `${placeName(formatPath({ sheet, row }))} · ${recordWords.wholeRow}`
    return placeName(formatPath({ sheet, row, field }))
  }

  function shown({ sheet, field }: RevisionDifference, value: string | Row | undefined): string {
    const at = (key: string, text: string): string => said(formatPath({ sheet, row: 0, field: key }), text)
    if (value === undefined) return casesWords.blank
    if (typeof value === 'string') return at(field ?? '', value)
    const told = Object.entries(value).flatMap(([key, text]) => (text === '' ? [] : at(key, text)))
    return told.join(' · ')
  }

  return { placeOf, shown }
}

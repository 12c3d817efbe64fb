import { usePlaceName } from '#app/shared/record/usePlaceName.ts'
import { joins } from '#app/shared/words/joins.zh-CN.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { casesWords as words } from '../words/cases.zh-CN.ts'

/** Tells in words what stands behind the name of a step; what others wrote is shown with nothing hidden in it. */
export function useStepDetail(): (step: ReviewStep) => string {
  const placeName = usePlaceName()

  const detailOfChanges = (changes: Extract<ReviewStep, { kind: 'corrected' }>['changes']): string =>
    joins.clauses(
      changes.map(({ path, before, after, reason }) => {
        const change = `${before || words.blank} → ${after || words.blank}`
        return joins.labelled(placeName(path), joins.aside(change, reason))
      }),
    )

  const detailOf = (step: ReviewStep): string => {
    if (step.kind === 'received') return step.unit === undefined ? step.file : `${step.file} · ${step.unit}`
    if (step.kind === 'ticked') return `${step.isTicked ? '' : `${words.unticked} · `}${words.items[step.item]}`
    if (step.kind === 'corrected') return detailOfChanges(step.changes)
    return 'reason' in step ? step.reason : ''
  }
  return (step) => visibleText(detailOf(step))
}

import { computed } from 'vue'
import type { IconName } from '#app/shared/ui/icon-paths.ts'
import { type AnswerState, type CommentAnswer, slipAnswers } from '#core/return-slip/comment-answers.ts'
import { digestOfPerson } from '#core/review/review-case.ts'
import { useCasePapersStore } from '../stores/useCasePapersStore.ts'
import { useCaseStore } from '../stores/useCaseStore.ts'

/** What stands beside the word that tells what became of a comment. */
export const answerIcons: Readonly<Record<AnswerState, IconName>> = {
  changed: 'done',
  byUnit: 'done',
  unchanged: 'error',
  removed: 'warning',
  waiting: 'info',
}

/** What the last return of the person on the desk asked for, beside what counts now. */
export function useSlipAnswers() {
  const desk = useCaseStore()
  const papers = useCasePapersStore()
  /** The last return, unless what came after it has been passed and replaced again: then it is over. */
  const returned = computed(() => {
    const { trail = [], standing } = desk.opened ?? {}
    const at = trail.map(({ step }) => step.kind).lastIndexOf('returned')
    const step = trail[at]?.step
    const isOver = trail.slice(at + 1).some((event) => {
      return event.step.kind === 'passed' && event.step.digest !== standing?.standing
    })
    return step?.kind === 'returned' && !isOver ? step : undefined
  })
  /** How many comments there are whose words are not on this device. */
  const away = computed(() =>
    returned.value && papers.isSlipRead && papers.slip?.id !== returned.value.slip ? returned.value.comments : 0,
  )
  const answers = computed(() => {
    const { slip } = papers
    const before = desk.contents.get(returned.value?.digest ?? '')
    if (!slip || slip.id !== returned.value?.slip || !before || !desk.content || !desk.opened) return undefined
    const isAnswered = digestOfPerson(desk.opened.standing) !== slip.submissionDigest
    return { ...slipAnswers(slip.comments, before.record, { content: desk.content, isAnswered }), isAnswered }
  })
  /** The comments that speak of a field. */
  const at = (path: string): readonly CommentAnswer[] => answers.value?.comments.filter(({ now }) => now === path) ?? []
  return { away, answers, at }
}

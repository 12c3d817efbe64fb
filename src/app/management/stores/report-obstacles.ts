import { fail, type Result } from '#core/errors/result.ts'
import { type CaseRow, isCheckedBy, isPassedInError } from '#core/review/case-row.ts'
import type { RosterObstacle } from '#core/review/roster-print.ts'
import { someNames } from './some-names.ts'

/** People of several cases with one ID number, as a corrected number makes them: the level above would count them twice. */
function countedTwice(ready: readonly CaseRow[]): readonly CaseRow[] {
  const cases = new Map<string, number>()
  for (const { idNumber } of ready) cases.set(idNumber, (cases.get(idNumber) ?? 0) + 1)
  const isShared = (idNumber: string): boolean => idNumber !== '' && (cases.get(idNumber) ?? 0) > 1
  return ready.filter(({ idNumber }) => isShared(idNumber))
}

/**
 * What of the people themselves stands in the way of 上报: undecided between two units (M15) or two people (M03), there
 * twice (M02), or not passed.
 */
export function notReady(
  ready: readonly CaseRow[],
  open: readonly CaseRow[],
  { leaveOut }: { readonly leaveOut: boolean },
): Result<never> | undefined {
  const disputed = ready.filter(({ disputed: between }) => between.length > 0)
  if (disputed.length > 0) return fail('REPORT_DISPUTED', { count: disputed.length, names: someNames(disputed) })
  const ofTwo = ready.filter(({ strangers }) => strangers !== undefined)
  if (ofTwo.length > 0) return fail('REPORT_UNDECIDED_PERSON', { count: ofTwo.length, names: someNames(ofTwo) })
  const twice = countedTwice(ready)
  if (twice.length > 0) return fail('REPORT_TWICE', { count: twice.length, names: someNames(twice) })
  return open.length === 0 || leaveOut ? undefined : fail('REPORT_NOT_ALL_PASSED', { open: open.length })
}

/** What of the roster stands in the way (M11–M13). */
export function notPrinted(
  obstacle: RosterObstacle | undefined,
  { withoutRoster }: { readonly withoutRoster: boolean },
): Result<never> | undefined {
  if (obstacle?.why === 'changed')
    return fail('REPORT_ROSTER_CHANGED', { reported: obstacle.reported, printed: obstacle.printed })
  if (obstacle?.why === 'unread') return fail('REPORT_ROSTER_UNREAD', { count: obstacle.count })
  return obstacle && !withoutRoster ? fail('REPORT_ROSTER_MISSING', {}) : undefined
}

/** Who was erased at the server, as they asked: a pack would put them up again. Setting them aside lets the rest go. */
export const notErased = (erased: readonly CaseRow[]): Result<never> | undefined =>
  erased.length > 0 ? fail('SYNC_CASE_ERASED', {}) : undefined

/**
 * Who passed by rules that are no longer in use, and what those in use find in them (M07): nobody goes up unseen. What
 * went up already stays as it is: the level above has it.
 */
export function notByRules(
  ready: readonly CaseRow[],
  { rules, version }: { readonly rules: string; readonly version: string },
): Result<never> | undefined {
  const passed = ready.filter(({ state }) => state === 'passed')
  const unchecked = passed.filter((row) => !isCheckedBy(row, rules))
  if (unchecked.length > 0) return fail('REPORT_UNCHECKED', { count: unchecked.length, version })
  const inError = passed.filter(isPassedInError)
  return inError.length > 0 ? fail('REPORT_IN_ERROR', { count: inError.length, names: someNames(inError) }) : undefined
}

import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { CaseRow } from '#core/review/case-row.ts'
import type { PersonIdentity } from '#core/review/identity.ts'
import type { PeopleIndex } from '#core/review/people-index.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { openCase, type Reviewer } from './case-steps.ts'

/** Where submissions come from, and into what. */
export interface Receiving {
  readonly cases: CaseStorage
  readonly people: PeopleIndex<ListedCase>
  readonly reviewer: Reviewer
  readonly ownName: string
  /** Whether a unit goes by its official name in the register: asked where somebody is told of it. */
  readonly isLowerUnit?: (name: string) => boolean
}

/** A case with what is to be written of it. */
export interface Waiting extends CaseChange {
  readonly standing: ReviewCase
}

/** The cases while arrivals are planned: as they stand in the store, or as they will after what waits. */
export function makeWaitingCases({ cases, people }: Receiving) {
  const waiting = new Map<string, Waiting>()
  const namesakes = new Map<string, CaseRow[]>()
  /** What came and does not count: should it come to count after all, its text is not kept yet. */
  const brought = new Map<string, CheckedSubmission>()
  const keyOf = ({ name, birthDate }: PersonIdentity): string => `${name}|${birthDate}`

  function rowOf(caseId: string): CaseRow | undefined {
    const planned = waiting.get(caseId)?.row
    const listed = people.byCaseId(caseId)
    if (planned || !listed) return planned
    const { key: _key, ...row } = listed
    return row
  }

  async function standingOf(caseId: string): Promise<Result<ReviewCase | undefined>> {
    const planned = waiting.get(caseId)?.standing
    if (planned || !people.byCaseId(caseId)) return ok(planned)
    const opened = await openCase(cases, caseId)
    return opened.ok ? ok(opened.value.standing) : opened
  }

  /** People of the same name and birth date, those that wait included. */
  const namesakesOf = (identity: PersonIdentity): readonly CaseRow[] => [
    ...people.namesakesOf(identity).filter(({ caseId }) => !waiting.has(caseId)),
    ...(namesakes.get(keyOf(identity)) ?? []),
  ]

  /**
   * Whom somebody may be confused with: of the same name and birth date, or of a case that got their ID number by a
   * correction. Which of two with one number counts is decided once one of them is set aside.
   */
  const alikeOf = (identity: PersonIdentity): readonly CaseRow[] =>
    [
      ...namesakesOf(identity),
      ...Array.from(people.renumberedTo(identity.idNumber), rowOf).filter((row) => row !== undefined),
    ].filter(({ idNumber, state }) => idNumber !== identity.idNumber || state !== 'setAside')

  /** Adds to what is to be written of a case: what came first says on which step it all builds. */
  function add(next: Waiting): void {
    const { row } = next
    const earlier = waiting.get(row.caseId)
    waiting.set(row.caseId, {
      ...next,
      ...earlier,
      ...(next.sync && { sync: next.sync }),
      standing: next.standing,
      row,
      events: [...(earlier?.events ?? []), ...next.events],
      texts: [...(earlier?.texts ?? []), ...next.texts],
    })
    const same = namesakes.get(keyOf(row))?.filter(({ caseId }) => caseId !== row.caseId) ?? []
    namesakes.set(keyOf(row), [...same, row])
  }
  return { waiting, brought, rowOf, standingOf, alikeOf, add }
}

/** The cases while arrivals are planned. */
export type WaitingCases = ReturnType<typeof makeWaitingCases>

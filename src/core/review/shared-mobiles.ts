import type { CaseRow } from './case-row.ts'

/** People of a unit by mobile, to find those who share one (B53); whoever is set aside counts no more. */
export function makeMobiles() {
  const people = new Map<string, Map<string, CaseRow>>()
  let sharing = 0
  const sharersOf = (size: number | undefined): number => (size !== undefined && size > 1 ? size : 0)

  const placeOf = ({ employer, mobile = '' }: CaseRow): string => `${employer}|${mobile}`
  const isCounted = ({ mobile = '', state }: CaseRow): boolean => mobile !== '' && state !== 'setAside'

  function change(row: CaseRow, isThere: boolean): void {
    if (!isCounted(row)) return
    const place = placeOf(row)
    const same = people.get(place) ?? new Map<string, CaseRow>()
    sharing -= sharersOf(same.size)
    if (isThere) same.set(row.caseId, row)
    else same.delete(row.caseId)
    sharing += sharersOf(same.size)
    if (same.size > 0) people.set(place, same)
    else people.delete(place)
  }

  /** Somebody else of the unit with this mobile. */
  function other(row: CaseRow): CaseRow | undefined {
    if (!isCounted(row)) return undefined
    for (const [caseId, each] of people.get(placeOf(row)) ?? []) if (caseId !== row.caseId) return each
    return undefined
  }
  return { change, other, count: (): number => sharing }
}

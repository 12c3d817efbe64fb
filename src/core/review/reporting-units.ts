import type { CaseState } from './case-state.ts'

/**
 * Which units below report the person of a case, by what its trail says: each stands for the revisions it reported until
 * it says that it no longer does.
 */
export interface UnitsOfCase<Revision extends RevisionOfUnit = RevisionOfUnit> {
  readonly revisions: readonly Revision[]
  readonly disputed: readonly string[]
  readonly chosenUnit?: string
  readonly decidedFor?: string
  readonly withdrawnBy?: string
  /** Units that said they no longer report this person. */
  readonly gone: readonly string[]
}

interface RevisionOfUnit {
  readonly digest: string
  readonly unit?: string
}

type WhoSpoke<Revision extends RevisionOfUnit = RevisionOfUnit> = Pick<UnitsOfCase<Revision>, 'revisions' | 'gone'>

/** What is said by a unit, and under which names it spoke before. */
interface Speaker {
  readonly unit?: string
  readonly formerly?: readonly string[]
}

/** The units by their names of today: what one said under an earlier name is its own word, and no second unit's. */
export function underPresentName<R extends RevisionOfUnit>(
  standing: UnitsOfCase<R>,
  { unit, formerly = [] }: Speaker,
): Partial<UnitsOfCase<R>> {
  if (unit === undefined || formerly.length === 0) return {}
  const nameOf = (name: string): string => (formerly.includes(name) ? unit : name)
  const namesOf = (names: readonly string[]): readonly string[] => [...new Set(names.map(nameOf))].sort()
  const { revisions, chosenUnit, decidedFor, withdrawnBy, gone } = standing
  const disputed = namesOf(standing.disputed)
  return {
    revisions: revisions.map((each) =>
      each.unit === undefined ? each : Object.assign({}, each, { unit: nameOf(each.unit) }),
    ),
    disputed: disputed.length > 1 ? disputed : [],
    gone: namesOf(gone),
    ...(chosenUnit !== undefined && { chosenUnit: nameOf(chosenUnit) }),
    ...(decidedFor !== undefined && { decidedFor: nameOf(decidedFor) }),
    ...(withdrawnBy !== undefined && { withdrawnBy: nameOf(withdrawnBy) }),
  }
}

/** Revisions somebody stands for: those the person brought, and those of units that still report the person. */
export const vouchedRevisions = <R extends RevisionOfUnit>({ revisions, gone }: WhoSpoke<R>): readonly R[] =>
  revisions.filter(({ unit }) => unit === undefined || !gone.includes(unit))

/** Units that report the person, in the order of their names. */
export const reportingUnits = (standing: WhoSpoke): readonly string[] =>
  [...new Set(vouchedRevisions(standing).flatMap(({ unit }) => unit ?? []))].sort()

/** Whether nobody stands any more for the submission with this digest. */
export const isLetGo = (standing: WhoSpoke, digest: string): boolean =>
  standing.gone.length > 0 && vouchedRevisions(standing).every((each) => each.digest !== digest)

/** Whether units let the person go, and none is left. */
export const isReportedByNobody = (standing: WhoSpoke): boolean =>
  standing.gone.length > 0 && reportingUnits(standing).length === 0

/** Whether nobody is left: no unit reports the person, and what counts, by the digest it arrived with, is nobody's word. */
export const isLeftByAll = (standing: WhoSpoke, arrived: string): boolean =>
  isReportedByNobody(standing) && isLetGo(standing, arrived)

/** Whether a unit that brought this submission before has brought another since: to report it is news. */
export function isSaidAnew(standing: WhoSpoke, digest: string, unit: string | undefined): boolean {
  const own = unit === undefined ? [] : standing.revisions.filter((each) => each.unit === unit)
  return own.at(-1)?.digest !== digest && own.some((each) => each.digest === digest)
}

/** Unit that a submission is chosen for: the one that brought it. What no unit brought leaves it as it was. */
export function unitDecidedBy(
  { revisions, gone }: WhoSpoke,
  arrived: string,
  before: string | undefined,
): string | undefined {
  const units = reportingUnits({ revisions: revisions.filter(({ digest }) => digest === arrived), gone })
  if (units.length === 0 || (before !== undefined && units.includes(before))) return before
  return units.length === 1 ? units[0] : undefined
}

/**
 * Whether this unit is another than the one people decided for; where they decided for none, than those that brought the
 * submission that counts, by the digest it arrived with.
 */
export function isAgainstDecision(standing: UnitsOfCase, arrived: string, unit: string | undefined): boolean {
  if (unit === undefined) return false
  if (standing.decidedFor !== undefined) return standing.decidedFor !== unit
  return vouchedRevisions(standing).every((each) => each.digest !== arrived || each.unit !== unit)
}

/** Whether a unit reports a person again whom it, or everybody, no longer reported. */
export function isReportedAgain(standing: WhoSpoke | undefined, unit: string | undefined): boolean {
  if (!standing || unit === undefined) return false
  return standing.gone.includes(unit) || isReportedByNobody(standing)
}

/** Whether people decided to set the person aside; that a unit let them go is no decision, and its next report undoes it. */
export const isSetAsideByPeople = ({
  state,
  withdrawnBy,
}: Pick<UnitsOfCase, 'withdrawnBy'> & { readonly state: CaseState }): boolean =>
  state === 'setAside' && withdrawnBy === undefined

/**
 * The units after one of them said that it no longer reports the person. Where the submission that counts, by the digest
 * it arrived with, was its word alone, those that are left are undecided between.
 */
export function afterLettingGo(
  standing: UnitsOfCase,
  unit: string,
  arrived: string,
): Pick<UnitsOfCase, 'gone' | 'disputed'> {
  const gone = [...new Set([...standing.gone, unit])].sort()
  const after = { revisions: standing.revisions, gone }
  const open = isLetGo(after, arrived) ? reportingUnits(after) : standing.disputed.filter((each) => each !== unit)
  return { gone, disputed: open.length > 1 ? open : [] }
}

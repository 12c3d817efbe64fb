import * as v from 'valibot'
import { parsePath } from '#core/record/field-path.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { caseStates } from './case-state.ts'
import { identityOf, type PersonIdentity } from './identity.ts'
import { reportSchema, toRow } from './reported.ts'
import { vouchedRevisions } from './reporting-units.ts'
import { digestOfPerson, type ReviewCase, strangersOf, untickedItems } from './review-case.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Shape of the line of a case in the list of people. */
export const caseRowSchema = v.strictObject({
  caseId: v.string(),
  name: v.string(),
  idNumber: v.string(),
  birthDate: v.string(),
  gender: v.string(),
  employer: v.string(),
  /** Absent in lines written before it was kept. */
  mobile: v.exactOptional(v.string()),
  state: v.picklist(caseStates),
  standing: v.string(),
  revision: count,
  revisions: count,
  corrections: count,
  /** 必改 and 必录未填 the rules find now. */
  errors: count,
  /** 提醒 the person gave no reason for. */
  warnings: count,
  /** Rules that stand open, errors and warnings. */
  rules: v.array(v.string()),
  /** Sheets with an open rule. */
  sheets: v.array(v.string()),
  /** The rules that found this; absent in lines written before it was kept, and while nothing has looked. */
  checkedBy: v.exactOptional(v.string()),
  unticked: count,
  isOtherDevice: v.boolean(),
  /** Units that reported the standing payload, and all that reported this person while undecided (M15). */
  unit: v.exactOptional(v.string()),
  disputed: v.array(v.string()),
  /** How many submissions name another person while nobody has decided whose case this is (M03). */
  strangers: v.exactOptional(count),
  /** What the level above has; absent in lines written before it was kept. */
  report: v.exactOptional(reportSchema),
  sequence: count,
  changedAt: v.number(),
})

/** A case as the list of people shows it: derived from its trail, its standing payload and the rules. */
export type CaseRow = v.InferOutput<typeof caseRowSchema>

/** What the rules find in a submission beside the reasons its person gave. */
export interface Findings {
  readonly errors: number
  readonly warnings: number
  readonly rules: readonly string[]
  readonly sheets: readonly string[]
  /** The rules that found it, by `rulesName`. */
  readonly checkedBy: string
}

/** Counts up with what is looked for beside the rules; 2: codes that mean something else by now (M17). */
const lookedFor = 2

/**
 * What the rules of a scheme go by in a line: its version, enough of its digest to tell two of one version apart, and
 * what else was looked for.
 */
export const rulesName = ({ version, digest }: Pick<SchemeIdentity, 'version' | 'digest'>): string =>
  `${version} ${digest.slice(0, 12)} ${lookedFor}`

/** The open findings of a scheme's rules: errors, and warnings without a reason of the person at that place. */
export function findingsOf(
  issues: readonly Issue[],
  warnings: SubmissionContent['warnings'],
  scheme: Pick<SchemeIdentity, 'version' | 'digest'>,
): Findings {
  const hasReason = ({ rule, path }: Issue): boolean =>
    warnings.some((given) => given.rule === rule && given.path === path && given.reason.trim() !== '')
  const errors = issues.filter(({ severity }) => severity === 'error')
  const open = issues.filter((issue) => issue.severity === 'warning' && !hasReason(issue))
  const standing = [...errors, ...open]
  return {
    errors: errors.length,
    warnings: open.length,
    rules: [...new Set(standing.map(({ rule }) => rule))],
    sheets: [...new Set(standing.map(({ path }) => parsePath(path)?.sheet ?? 'basic'))],
    checkedBy: rulesName(scheme),
  }
}

/** What of a line the rules tell; of what they have not looked at, nothing is known. */
function findingsPart(findings: Findings | undefined) {
  if (!findings) return { errors: 0, warnings: 0, rules: [], sheets: [] }
  return { ...findings, rules: [...findings.rules], sheets: [...findings.sheets] }
}

/** What of a line its trail tells. */
function trailPart(standing: ReviewCase) {
  const { id, state, revisions, corrections, disputed, sequence, changedAt } = standing
  const strangers = strangersOf(standing).length
  // A correction made here says nothing of who reported what it corrects.
  const arrived = digestOfPerson(standing)
  const isSource = ({ digest }: ReviewCase['revisions'][number]): boolean => digest === arrived
  const vouched = vouchedRevisions(standing).filter(isSource)
  const sources = vouched.length > 0 ? vouched : revisions.filter(isSource)
  // A unit's word counts wherever the same file came from first; of two units that brought it, the one decided for.
  const ofUnits = sources.filter(({ unit }) => unit !== undefined)
  const source =
    ofUnits.find(({ unit }) => unit === standing.chosenUnit) ?? ofUnits[0] ?? sources[0] ?? revisions.at(-1)
  return {
    caseId: id,
    state,
    standing: standing.standing,
    revisions: revisions.length,
    corrections: corrections.length + (source?.corrections ?? 0),
    // What a unit below countersigned, it has compared with the originals.
    unticked: source?.unit === undefined ? untickedItems(standing).length : 0,
    isOtherDevice: new Set(revisions.map(({ signer }) => signer)).size > 1,
    ...(source?.unit !== undefined && { unit: source.unit }),
    disputed: [...disputed],
    ...(strangers > 0 && { strangers }),
    report: toRow(standing.reported, standing.standing),
    sequence,
    changedAt,
  }
}

/** What of a line the payload tells. */
export interface LineFacts extends PersonIdentity {
  readonly employer: string
  readonly mobile: string
  readonly revision: number
}

/** The line of a case, from its trail, the payload that counts, and what the rules find in it. */
export function caseRowOf(standing: ReviewCase, content: SubmissionContent, findings: Findings | undefined): CaseRow {
  const { employer = '', mobile = '' } = content.record.basic
  return lineOf(standing, { ...identityOf(content.record), employer, mobile, revision: content.revision }, findings)
}

/** The same from what is known of the payload without having it at hand. */
export function lineOf(standing: ReviewCase, facts: LineFacts, findings: Findings | undefined): CaseRow {
  const { idNumber, name, birthDate, gender, employer, mobile, revision } = facts
  return {
    idNumber,
    name,
    birthDate,
    gender,
    employer,
    mobile,
    revision,
    ...findingsPart(findings),
    ...trailPart(standing),
  }
}

/** The line by what the rules find now: it may be from before an update of the scheme. */
export function lineByFindings<Row extends CaseRow>(row: Row, findings: Findings): Row {
  return { ...row, ...findingsPart(findings) }
}

/** The line after a step that left the payload as it was. */
export function rowAfterStep({ unit: _unit, strangers: _strangers, ...row }: CaseRow, standing: ReviewCase): CaseRow {
  return { ...row, ...trailPart(standing) }
}

/** Why a case cannot be passed now: open errors (M07), unticked points (M08), two units (M15), two people (M03). */
export function whatKeepsFromPassing(
  row: CaseRow,
): 'state' | 'errors' | 'strangers' | 'disputed' | 'unticked' | undefined {
  if (row.state !== 'received' && row.state !== 'checking') return 'state'
  if (row.errors > 0) return 'errors'
  if (row.strangers !== undefined) return 'strangers'
  if (row.disputed.length > 0) return 'disputed'
  return row.unticked > 0 ? 'unticked' : undefined
}

/** Whether what a line says was found by these rules. */
export const isCheckedBy = ({ checkedBy }: Pick<CaseRow, 'checkedBy'>, rules: string): boolean => checkedBy === rules

/** Whether a case has no open point at all by these rules, so that many may be passed at once. */
export const hasNoOpenPoint = (row: CaseRow, rules: string): boolean =>
  isCheckedBy(row, rules) && whatKeepsFromPassing(row) === undefined && row.warnings === 0

/** Whether somebody passed, and rules that came later find errors: it is for the unit to decide, and does not go up. */
export const isPassedInError = ({ state, errors }: Pick<CaseRow, 'state' | 'errors'>): boolean =>
  state === 'passed' && errors > 0

import type { PersonRecord } from '#core/record/record.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { OpenRegister } from '#core/unit/register.ts'

/** What a unit knows beside the record: its register, and who else has this mobile. */
export interface UnitKnowledge {
  readonly register: OpenRegister
  /** Name of somebody else of the unit with this mobile. */
  readonly otherWithMobile: string | undefined
}

const prefix = /^广西(?:壮族自治区)?/u

/** Rules that need more than the record, and are therefore not among those of the scheme. */
export const unitRules = ['B32', 'B33', 'B53'] as const

/** One of the rules that need more than the record. */
export type UnitRule = (typeof unitRules)[number]

/** What the register says of a name that is not official. */
export interface EmployerFinding {
  readonly rule: 'B32' | 'B33'
  /** Official names that may be meant, the nearest first. */
  readonly names: readonly string[]
  /** The one that everybody who wrote this can be given at once. */
  readonly clear?: string
}

// More of them tell nobody anything.
const mostNames = 3

/** What the register says of a unit's name as a person wrote it; nothing when it is official or unheard of. */
export function employerFinding(employer: string, register: OpenRegister): EmployerFinding | undefined {
  if (employer === '' || register.isEmpty) return undefined
  const { units, isClear } = register.meantBy(employer)
  const names = units.slice(0, mostNames).map(({ name }) => name)
  const [first] = names
  if (first === undefined) return undefined
  // S2-11: the region's name is not put before a unit that does not have it on its seal.
  const isPrefixed = isClear && prefix.test(employer) && employer.replace(prefix, '') === first
  return { rule: isPrefixed ? 'B32' : 'B33', names, ...(isClear && { clear: first }) }
}

function employerIssue(employer: string, register: OpenRegister): Issue | undefined {
  const found = employerFinding(employer, register)
  if (!found) return undefined
  const { rule, names } = found
  const [value, ...others] = names
  const isOne = value !== undefined && others.length === 0
  return {
    rule,
    severity: 'warning',
    kind: 'wrong',
    path: 'basic.employer',
    message:
      rule === 'B32'
        ? '不要随意加“广西壮族自治区”等字样；公章上有的请点“确认”。'
        : `与已有单位“${names.join('”、“')}”很像，是否同一单位？`,
    ...(isOne && {
      fix: {
        label: `改为“${value}”`,
        edits: [{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value }],
      },
    }),
  }
}

function mobileIssue({ otherWithMobile: other }: UnitKnowledge): Issue | undefined {
  if (other === undefined) return undefined
  return {
    rule: 'B53',
    severity: 'warning',
    kind: 'wrong',
    path: 'basic.mobile',
    message: `与${other}的手机号相同，请核对。`,
  }
}

/** The rules that need more than the record: B32 and B33 against the register, B53 against the unit's other people. */
export function checkInUnit(record: PersonRecord, knowledge: UnitKnowledge): readonly Issue[] {
  return [employerIssue(record.basic['employer'] ?? '', knowledge.register), mobileIssue(knowledge)].filter(
    (issue) => issue !== undefined,
  )
}

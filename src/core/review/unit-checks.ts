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

interface EmployerFinding {
  readonly rule: 'B32' | 'B33'
  readonly name: string
}

/** What the register says of a unit's name as a person wrote it; nothing when it is official or unheard of. */
export function employerFinding(employer: string, register: OpenRegister): EmployerFinding | undefined {
  const found = employer === '' || register.isEmpty ? undefined : register.find(employer)
  if (!found || (found.kind !== 'alias' && found.kind !== 'similar')) return undefined
  const { name } = found.unit
  // S2-11: the region's name is not put before a unit that does not have it on its seal.
  const isPrefixed = prefix.test(employer) && employer.replace(prefix, '') === name
  return { rule: isPrefixed ? 'B32' : 'B33', name }
}

function employerIssue(employer: string, register: OpenRegister): Issue | undefined {
  const found = employerFinding(employer, register)
  if (!found) return undefined
  const { rule, name } = found
  return {
    rule,
    severity: 'warning',
    kind: 'wrong',
    path: 'basic.employer',
    message:
      rule === 'B32'
        ? '不要随意加“广西壮族自治区”等字样；公章上有的请点“确认”。'
        : `与已有单位“${name}”很像，是否同一单位？`,
    fix: {
      label: `改为“${name}”`,
      edits: [{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value: name }],
    },
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

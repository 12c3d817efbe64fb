import type { PersonRecord } from '#core/record/record.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { OpenRegister } from '#core/unit/register.ts'

/** What a unit knows beside the record: its register, and who else has this mobile. */
export interface UnitKnowledge {
  readonly register: OpenRegister
  /** Name of somebody else of the unit with this mobile. */
  readonly otherWithMobile: (mobile: string, idNumber: string) => string | undefined
}

const prefix = /^广西(?:壮族自治区)?/u

function employerIssue(employer: string, register: OpenRegister): Issue | undefined {
  const found = employer === '' || register.isEmpty ? undefined : register.find(employer)
  if (!found || (found.kind !== 'alias' && found.kind !== 'similar')) return undefined
  const { name } = found.unit
  const isPrefixed = prefix.test(employer) && employer.replace(prefix, '') === name
  return {
    // S2-11: the region's name is not put before a unit that does not have it on its seal.
    rule: isPrefixed ? 'B32' : 'B33',
    severity: 'warning',
    kind: 'wrong',
    path: 'basic.employer',
    message: isPrefixed
      ? '不要随意加“广西壮族自治区”等字样；公章上有的请点“确认”。'
      : `与已有单位“${name}”很像，是否同一单位？`,
    fix: {
      label: `改为“${name}”`,
      edits: [{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value: name }],
    },
  }
}

function mobileIssue({ basic }: PersonRecord, { otherWithMobile }: UnitKnowledge): Issue | undefined {
  const mobile = basic['mobile'] ?? ''
  const other = mobile === '' ? undefined : otherWithMobile(mobile, basic['idNumber'] ?? '')
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
  return [employerIssue(record.basic['employer'] ?? '', knowledge.register), mobileIssue(record, knowledge)].filter(
    (issue) => issue !== undefined,
  )
}

/** People by mobile, to find those who share one. */
export function openMobiles(people: Iterable<PersonRecord>): UnitKnowledge['otherWithMobile'] {
  const byMobile = new Map<string, { readonly idNumber: string; readonly name: string }[]>()
  for (const { basic } of people) {
    const { mobile = '', idNumber = '', name = '' } = basic
    if (mobile !== '') byMobile.set(mobile, [...(byMobile.get(mobile) ?? []), { idNumber, name }])
  }
  return (mobile, idNumber) => byMobile.get(mobile)?.find((other) => other.idNumber !== idNumber)?.name
}

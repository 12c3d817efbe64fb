import type { NameRule } from '#core/review/people-index.ts'
import { employerFinding, type UnitRule } from '#core/review/unit-checks.ts'
import type { OpenRegister } from '#core/unit/register.ts'

/** What the register says of unit names, each looked up once. */
export function makeNameRules(register: OpenRegister): NameRule {
  const known = new Map<string, UnitRule | undefined>()
  return (employer) => {
    if (!known.has(employer)) known.set(employer, employerFinding(employer, register)?.rule)
    return known.get(employer)
  }
}

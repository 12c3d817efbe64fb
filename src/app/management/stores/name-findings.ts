import { type EmployerFinding, employerFinding } from '#core/review/unit-checks.ts'
import type { OpenRegister } from '#core/unit/register.ts'

/** What the register says of unit names, each looked up once. */
export function makeNameFindings(register: OpenRegister): (employer: string) => EmployerFinding | undefined {
  const known = new Map<string, EmployerFinding | undefined>()
  return (employer) => {
    if (!known.has(employer)) known.set(employer, employerFinding(employer, register))
    return known.get(employer)
  }
}

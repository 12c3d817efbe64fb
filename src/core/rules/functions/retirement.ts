import { addMonths, monthsBetween } from './dates.ts'
import type { RuleFunction } from './rule-function.ts'

/** How the retirement age of one sex rises. */
interface Scale {
  /** Years, before the rise. */
  readonly age: number
  /** Month of birth of the first who retire later. */
  readonly firstBorn: string
}

// 全国人大常委会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13), art. 1 and annexes: from 2025-01-01 one month later
// for every four months, up to 63 for men and 58 for women with 55 before. Women in professional posts had 55.
const scaleByGender: Readonly<Record<string, Scale>> = {
  '1': { age: 60, firstBorn: '1965-01' },
  '2': { age: 55, firstBorn: '1970-01' },
}
const birthMonthsPerMonth = 4
const mostMonthsLater = 36

/** Month in which a professional of this sex and birth reaches the statutory retirement age; '' when unknown. */
export function retirementMonth(gender: string, birthDate: string): string {
  const scale = Object.hasOwn(scaleByGender, gender) ? scaleByGender[gender] : undefined
  const born = birthDate.slice(0, 7)
  if (!scale || addMonths(born, 0) === '') return ''
  const started = Math.floor(monthsBetween(scale.firstBorn, born) / birthMonthsPerMonth) + 1
  return addMonths(born, scale.age * 12 + Math.min(Math.max(started, 0), mostMonthsLater))
}

/** Functions about retirement. */
export const retirementFunctions: readonly RuleFunction[] = [
  {
    name: 'retirementMonth',
    signature: 'retirementMonth(string, string): string',
    about: '按性别和出生日期算出达到法定退休年龄的年月（2025 年起渐进式延迟）；算不出时为空。',
    bind: () => retirementMonth,
  },
]

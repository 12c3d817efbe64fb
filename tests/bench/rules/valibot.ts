import * as v from 'valibot'
import type { PersonRecord } from '#core/record/record.ts'
import {
  crossOfBasic,
  crossOfTitle,
  datePattern,
  type Engine,
  ethnicities,
  levels,
  longestEmployer,
  type Mistake,
  patternsOfBasic,
  requiredOfBasic,
  requiredOfTitle,
  verdictOf,
} from './subject.ts'

const knownEthnicities = new Set(ethnicities)
const text = v.optional(v.string(), '')
const matches = (pattern: string, rule: string) => {
  const expression = new RegExp(pattern, 'u')
  return v.check((value: string) => value === '' || expression.test(value), rule)
}
const oneOf = (has: (value: string) => boolean, rule: string) =>
  v.check((value: string) => value === '' || has(value), rule)
const filled = (rule: string) => v.optional(v.pipe(v.string(), v.minLength(1, rule)), '')

const basicSchema = v.pipe(
  v.looseObject({
    name: filled(requiredOfBasic.name),
    idNumber: v.pipe(
      filled(requiredOfBasic.idNumber),
      matches(patternsOfBasic.idNumber[1], patternsOfBasic.idNumber[0]),
    ),
    gender: v.pipe(
      filled(requiredOfBasic.gender),
      oneOf((value) => value === '1' || value === '2', 'B18'),
    ),
    birthDate: filled(requiredOfBasic.birthDate),
    employer: v.pipe(filled(requiredOfBasic.employer), v.maxLength(longestEmployer, 'B20')),
    workStartDate: filled(requiredOfBasic.workStartDate),
    email: v.pipe(filled(requiredOfBasic.email), matches(patternsOfBasic.email[1], patternsOfBasic.email[0])),
    identityNature: filled(requiredOfBasic.identityNature),
    mobile: v.pipe(text, matches(patternsOfBasic.mobile[1], patternsOfBasic.mobile[0])),
    ethnicity: v.pipe(
      text,
      oneOf((value) => knownEthnicities.has(value), 'B19'),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped while it has issues
    const basic = dataset.value as PersonRecord['basic']
    for (const [rule, isKept] of Object.entries(crossOfBasic)) if (!isKept(basic)) addIssue({ message: rule })
  }),
)
const titleSchema = v.looseObject({
  titleLevel: v.pipe(
    filled(requiredOfTitle.titleLevel),
    oneOf((value) => levels.includes(value), 'T5'),
  ),
  titleSeries: filled(requiredOfTitle.titleSeries),
  issueDate: v.pipe(filled(requiredOfTitle.issueDate), matches(datePattern, 'T6')),
  certificateNumber: filled(requiredOfTitle.certificateNumber),
})
const schema = v.pipe(
  v.looseObject({ basic: basicSchema, titles: v.pipe(v.array(titleSchema), v.minLength(1, 'X1')) }),
  v.rawCheck(({ dataset, addIssue }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped while it has issues
    const { basic, titles } = dataset.value as PersonRecord
    for (const [index, title] of titles.entries()) {
      for (const [rule, isKept] of Object.entries(crossOfTitle)) {
        if (!isKept(title, basic))
          addIssue({
            message: rule,
            path: [{ type: 'unknown', origin: 'value', input: title, key: `titles[${index}]`, value: title }],
          })
      }
    }
  }),
)

function check(record: PersonRecord): readonly Mistake[] {
  const { issues = [] } = v.safeParse(schema, record)
  return issues.map((issue) => ({ rule: issue.message, path: v.getDotPath(issue) ?? '' }))
}

/** valibot schemas with raw checks across fields. */
export const byValibot: Engine = {
  name: 'valibot',
  run: (record) => v.safeParse(schema, record),
  verdict: (record) => verdictOf(check(record)),
}

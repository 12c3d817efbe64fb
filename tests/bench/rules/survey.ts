import { FunctionFactory, Model } from 'survey-core'
import type { PersonRecord, Row } from '#core/record/record.ts'
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

/** The record that the functions of the survey look at. */
let current: PersonRecord | undefined
const knownEthnicities = new Set(ethnicities)
FunctionFactory.Instance.register(
  'basicRule',
  ([rule]: readonly string[]) => crossOfBasic[rule ?? '']?.(current?.basic ?? {}) ?? true,
)
FunctionFactory.Instance.register(
  'titleRule',
  ([rule, index]: readonly (string | number)[]) =>
    crossOfTitle[String(rule)]?.(current?.titles[Number(index)] ?? {}, current?.basic ?? {}) ?? true,
)
FunctionFactory.Instance.register('knownEthnicity', ([code]: readonly string[]) => knownEthnicities.has(code ?? ''))

const byExpression = (text: string, expression: string) => ({ type: 'expression', text, expression })
const byPattern = (text: string, regex: string) => ({ type: 'regex', text, regex })
const standsAt: Readonly<Record<string, string>> = {
  B12: 'idNumber',
  B13: 'birthDate',
  B14: 'gender',
  B15: 'secondLanguage',
  B16: 'workStartDate',
  B17: 'currentPost',
  T7: 'issueDate',
  T8: 'issueDate',
  T9: 'managementNumber',
}

function question(name: string, rules: Readonly<Record<string, string>>, validators: readonly object[]) {
  const rule = rules[name]
  return { type: 'text', name, ...(rule !== undefined && { isRequired: true, requiredErrorText: rule }), validators }
}

function validatorsOfBasic(field: string): readonly object[] {
  const [patternRule, pattern] = Object.entries(patternsOfBasic).find(([key]) => key === field)?.[1] ?? []
  const cross = Object.keys(crossOfBasic).filter((rule) => standsAt[rule] === field)
  return [
    ...(patternRule !== undefined && pattern !== undefined ? [byPattern(patternRule, pattern)] : []),
    ...cross.map((rule) => byExpression(rule, `basicRule('${rule}')`)),
    ...(field === 'gender' ? [byExpression('B18', `{gender} = '1' or {gender} = '2'`)] : []),
    ...(field === 'ethnicity' ? [byExpression('B19', 'knownEthnicity({ethnicity})')] : []),
    ...(field === 'employer' ? [{ type: 'text', text: 'B20', maxLength: longestEmployer }] : []),
  ]
}

function validatorsOfTitle(field: string): readonly object[] {
  const cross = Object.keys(crossOfTitle).filter((rule) => standsAt[rule] === field)
  return [
    ...cross.map((rule) => byExpression(rule, `titleRule('${rule}', {panelIndex})`)),
    ...(field === 'titleLevel'
      ? [byExpression('T5', `[${levels.map((level) => `'${level}'`).join(', ')}] contains {panel.titleLevel}`)]
      : []),
    ...(field === 'issueDate' ? [byPattern('T6', datePattern)] : []),
  ]
}

const others = ['mobile', 'ethnicity', 'secondLanguage', 'currentPost']
const survey = new Model({
  checkErrorsMode: 'onComplete',
  elements: [
    ...[...Object.keys(requiredOfBasic), ...others].map((field) =>
      question(field, requiredOfBasic, validatorsOfBasic(field)),
    ),
    {
      type: 'paneldynamic',
      name: 'titles',
      isRequired: true,
      requiredErrorText: 'X1',
      panelCount: 0,
      templateElements: [...Object.keys(requiredOfTitle), 'managementNumber'].map((field) =>
        question(field, requiredOfTitle, validatorsOfTitle(field)),
      ),
    },
  ],
})

function validate(record: PersonRecord): void {
  current = record
  // The survey writes into what it is given.
  const titles = record.titles.map((row): Row => ({ ...row }))
  survey.data = { ...record.basic, titles }
  survey.validate(true)
}

function check(record: PersonRecord): readonly Mistake[] {
  validate(record)
  const found: Mistake[] = []
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- survey-core types it as any
  const panels = survey.getQuestionByName('titles').panels as readonly {
    readonly questions: readonly { readonly errors: readonly { readonly text: string }[] }[]
  }[] // typed as any
  for (const { name, errors } of survey.getAllQuestions())
    for (const { text } of errors) found.push({ rule: text, path: name })
  for (const [index, { questions }] of panels.entries()) {
    for (const { errors } of questions)
      for (const { text } of errors) found.push({ rule: text, path: `titles[${index}]` })
  }
  return found
}

/** survey-core, one model for all records. */
export const bySurvey: Engine = { name: 'survey-core', run: validate, verdict: (record) => verdictOf(check(record)) }

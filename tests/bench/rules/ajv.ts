import { Ajv } from 'ajv'
import type { PersonRecord } from '#core/record/record.ts'
import {
  crossOfBasic,
  crossOfTitle,
  datePattern,
  type Engine,
  ethnicities,
  levels,
  longestEmployer,
  patternsOfBasic,
  requiredOfBasic,
  requiredOfTitle,
  verdictOf,
} from './subject.ts'

const ajv = new Ajv({ allErrors: true, strictTypes: false })
ajv.addKeyword({
  keyword: 'basicRule',
  validate: (rule: string, basic: PersonRecord['basic']) => crossOfBasic[rule]?.(basic) ?? true,
})
// The record under validation: titles are compared with its basic sheet.
let current: PersonRecord['basic'] = {}
ajv.addKeyword({
  keyword: 'titleRule',
  validate: (rule: string, title: PersonRecord['basic']) => crossOfTitle[rule]?.(title, current) ?? true,
})

// One rule a member of allOf, so that the error tells which it was.
const named = (rules: Readonly<Record<string, object>>) => ({ ids: Object.keys(rules), allOf: Object.values(rules) })
const property = (field: string, schema: object) => ({ properties: { [field]: schema } })
const required = (rules: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(rules).map(([field, rule]) => [rule, { required: [field] }]))
const basic = named({
  ...required(requiredOfBasic),
  ...Object.fromEntries(
    Object.entries(patternsOfBasic).map(([field, [rule, pattern]]) => [rule, property(field, { pattern })]),
  ),
  ...Object.fromEntries(Object.keys(crossOfBasic).map((rule) => [rule, { basicRule: rule }])),
  B18: property('gender', { enum: ['1', '2'] }),
  B19: property('ethnicity', { enum: ethnicities }),
  B20: property('employer', { maxLength: longestEmployer }),
})
const title = named({
  ...required(requiredOfTitle),
  T5: property('titleLevel', { enum: levels }),
  T6: property('issueDate', { pattern: datePattern }),
  ...Object.fromEntries(Object.keys(crossOfTitle).map((rule) => [rule, { titleRule: rule }])),
})
const validate = ajv.compile({
  type: 'object',
  properties: {
    basic: { type: 'object', allOf: basic.allOf },
    titles: { type: 'array', minItems: 1, items: { type: 'object', allOf: title.allOf } },
  },
})

function ruleOf(schemaPath: string): string {
  const index = Number(/allOf\/(\d+)/.exec(schemaPath)?.[1])
  if (Number.isNaN(index)) return 'X1'
  return (schemaPath.includes('/titles/') ? title : basic).ids[index] ?? ''
}

function check(record: PersonRecord): void {
  current = record.basic
  validate(record)
}

/** ajv, compiled with `new Function`. */
export const byAjv: Engine = {
  name: 'ajv (eval)',
  run: check,
  verdict: (record) => {
    check(record)
    return verdictOf(
      (validate.errors ?? []).map(({ schemaPath, instancePath }) => ({ rule: ruleOf(schemaPath), path: instancePath })),
    )
  },
}

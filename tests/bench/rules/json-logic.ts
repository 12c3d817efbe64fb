import { LogicEngine } from 'json-logic-engine'
import type { PersonRecord } from '#core/record/record.ts'
import { idBirthDate, idCheckDigitOk, idGender } from '#core/rules/functions/id-number.ts'
import {
  datePattern,
  type Engine,
  ethnicities,
  levels,
  longestEmployer,
  type Mistake,
  patternsOfBasic,
  requiredOfBasic,
  requiredOfTitle,
  today,
  verdictOf,
} from './subject.ts'

const logic = new LogicEngine()
const knownEthnicities = new Set(ethnicities)
const first = (args: unknown): string => String(Array.isArray(args) ? args[0] : args)
const addMethod = (name: string, of: (text: string) => unknown): void => {
  logic.addMethod(name, (args: unknown) => of(first(args)), { deterministic: true })
}
addMethod('checkDigitOk', idCheckDigitOk)
addMethod('birthDate', idBirthDate)
addMethod('genderOf', idGender)
addMethod('known', (text) => knownEthnicities.has(text))
addMethod('length', (text) => text.length)
addMethod('isAside', (text) => text.startsWith('现不从事'))
for (const [field, [, pattern]] of [...Object.entries(patternsOfBasic), ['date', ['', datePattern]] as const]) {
  const expression = new RegExp(pattern, 'u')
  addMethod(`is_${field}`, (text) => expression.test(text))
}

const of = (path: string) => ({ var: [path, ''] })
const filled = (path: string) => ({ '!==': [of(path), ''] })
const empty = (path: string) => ({ '===': [of(path), ''] })
const isNot = (method: string, path: string) => ({ and: [filled(path), { '!': { [method]: [of(path)] } }] })
const all = (...conditions: readonly object[]) => ({ and: conditions })

const ofBasic = {
  ...Object.fromEntries(Object.entries(requiredOfBasic).map(([field, rule]) => [rule, empty(field)])),
  ...Object.fromEntries(Object.entries(patternsOfBasic).map(([field, [rule]]) => [rule, isNot(`is_${field}`, field)])),
  B12: isNot('checkDigitOk', 'idNumber'),
  B13: all(filled('birthDate'), filled('idNumber'), { '!==': [of('birthDate'), { birthDate: [of('idNumber')] }] }),
  B14: all(filled('gender'), filled('idNumber'), { '!==': [of('gender'), { genderOf: [of('idNumber')] }] }),
  B15: all(filled('secondLanguage'), { '===': [of('secondLanguage'), of('firstLanguage')] }),
  B16: all(filled('birthDate'), filled('workStartDate'), { '<=': [of('workStartDate'), of('birthDate')] }),
  B17: all({ isAside: [of('currentSpecialty')] }, { '!==': [of('currentPost'), '999'] }),
  B18: all(filled('gender'), { '!': { in: [of('gender'), ['1', '2']] } }),
  B19: isNot('known', 'ethnicity'),
  B20: { '>': [{ length: [of('employer')] }, longestEmployer] },
}
const ofTitle = {
  ...Object.fromEntries(Object.entries(requiredOfTitle).map(([field, rule]) => [rule, empty(`row.${field}`)])),
  T5: all(filled('row.titleLevel'), { '!': { in: [of('row.titleLevel'), levels] } }),
  T6: isNot('is_date', 'row.issueDate'),
  T7: { '>': [of('row.issueDate'), today] },
  T8: all(filled('row.issueDate'), { '<': [of('row.issueDate'), of('basic.workStartDate')] }),
  T9: all(filled('row.managementNumber'), { '===': [of('row.managementNumber'), of('row.certificateNumber')] }),
}
interface Rule {
  readonly rule: string
  readonly stands: (context: unknown) => unknown
}
type Make = (condition: unknown) => Rule['stands']

// The types of build() allow for promises too; these rules have none.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const build: Make = (condition) => logic.build(condition) as Rule['stands']
const interpret: Make = (condition) => (context) => logic.run(condition, context)

const make = (rules: Readonly<Record<string, unknown>>, by: Make): readonly Rule[] =>
  Object.entries(rules).map(([rule, condition]) => ({ rule, stands: by(condition) }))

function makeCheck(by: Make): (record: PersonRecord) => readonly Mistake[] {
  const basicRules = make(ofBasic, by)
  const titleRules = make(ofTitle, by)
  return ({ basic, titles }) => {
    const found: Mistake[] = []
    for (const { rule, stands } of basicRules) if (stands(basic)) found.push({ rule, path: 'basic' })
    if (titles.length === 0) found.push({ rule: 'X1', path: 'titles' })
    for (const [index, row] of titles.entries()) {
      for (const { rule, stands } of titleRules) {
        if (stands({ row, basic })) found.push({ rule, path: `titles[${index}]` })
      }
    }
    return found
  }
}

const checkBuilt = makeCheck(build)
const checkInterpreted = makeCheck(interpret)

/** json-logic-engine, each rule compiled with `eval`. */
export const byJsonLogic: Engine = {
  name: 'json-logic (eval)',
  run: checkBuilt,
  verdict: (record) => verdictOf(checkBuilt(record)),
}
/** json-logic-engine as a page whose policy forbids `eval` can use it. */
export const byJsonLogicInterpreted: Engine = {
  name: 'json-logic (no eval)',
  run: checkInterpreted,
  verdict: (record) => verdictOf(checkInterpreted(record)),
}

import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import { ruleFunctions } from '#core/rules/functions/library.ts'
import type { CompiledRule, RuleSet } from '#core/rules/rule-set.ts'
import { takeWritten } from '#tests/support/written-rules.ts'
import { makeExpressionCompiler } from '#core/scheme/compile/compile-expression.ts'
import { expandPlaces } from '#core/scheme/compile/expand-places.ts'
import {
  datePattern,
  type Engine,
  longestEmployer,
  patternsOfBasic,
  requiredOfBasic,
  requiredOfTitle,
  scheme,
  tables,
  today,
  verdictOf,
} from './subject.ts'

const conditions: readonly (readonly [id: string, at: string, condition: string])[] = [
  ...Object.entries(requiredOfBasic).map(([field, id]) => [id, `basic.${field}`, 'value == ""'] as const),
  ...Object.entries(requiredOfTitle).map(([field, id]) => [id, `titles.${field}`, 'value == ""'] as const),
  ...Object.entries(patternsOfBasic).map(
    ([field, [id, pattern]]) => [id, `basic.${field}`, `value != "" && !value.matches("${pattern}")`] as const,
  ),
  ['B12', 'basic.idNumber', 'value != "" && !idCheckDigitOk(value)'],
  ['B13', 'basic.birthDate', 'value != "" && basic.idNumber != "" && value != idBirthDate(basic.idNumber)'],
  ['B14', 'basic.gender', 'value != "" && basic.idNumber != "" && value != idGender(basic.idNumber)'],
  ['B15', 'basic.secondLanguage', 'value != "" && value == basic.firstLanguage'],
  ['B16', 'basic.workStartDate', 'value != "" && basic.birthDate != "" && value <= basic.birthDate'],
  ['B17', 'basic.currentPost', 'basic.currentSpecialty.startsWith("现不从事") && value != "999"'],
  ['B18', 'basic.gender', 'value != "" && !(value in ["1", "2"])'],
  ['B19', 'basic.ethnicity', 'value != "" && !known("ethnicity", value)'],
  ['B20', 'basic.employer', `chars(value) > ${longestEmployer}`],
  ['T5', 'titles.titleLevel', 'value != "" && !(value in ["1", "2", "3", "4", "5", "6"])'],
  ['T6', 'titles.issueDate', `value != "" && !value.matches("${datePattern}")`],
  ['T7', 'titles.issueDate', 'value > today'],
  ['T8', 'titles.issueDate', 'value != "" && value < basic.workStartDate'],
  ['T9', 'titles.managementNumber', 'value != "" && value == row.certificateNumber'],
  ['X1', 'titles', 'size(titles) == 0'],
]

const compile = makeExpressionCompiler(scheme, ruleFunctions)
const refuse = (message: string): never => {
  throw new Error(message)
}

function compileRule([id, at, text]: (typeof conditions)[number]): readonly CompiledRule[] {
  return expandPlaces(at, scheme, refuse).map((place): CompiledRule => {
    const { ast, reads } = compile(text, place)
    if (place.scope !== 'field' && place.scope !== 'sheet') return refuse(at)
    const sheet = place.sheet.key
    const standsAt =
      place.scope === 'field'
        ? ({ scope: 'field', sheet, field: place.field.key } as const)
        : ({ scope: 'sheet', sheet } as const)
    return { id, severity: 'error', kind: 'wrong', at: standsAt, reads: [...reads], condition: ast, message: id }
  })
}

const rules: RuleSet = { rules: conditions.flatMap(compileRule), cleanups: [], tables: [] }
/** Makes the engine, to be measured. */
export const makeEngine = (): RuleEngine => createRuleEngine(rules, scheme, tables)
export const engine: RuleEngine = makeEngine()
export const ours: Engine = {
  name: 'caibao',
  run: (record) => engine.check(record, { today }),
  verdict: (record) => verdictOf(engine.check(record, { today })),
}

const written = createRuleEngine(rules, scheme, tables, await takeWritten(rules, scheme))
/** The same rules as the build writes them out. */
export const oursWritten: Engine = {
  name: 'caibao, written out',
  run: (record) => written.check(record, { today }),
  verdict: (record) => verdictOf(written.check(record, { today })),
}

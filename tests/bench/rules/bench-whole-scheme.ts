import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { applyEdit } from '#core/record/edit-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { ruleSetSchema } from '#core/rules/rule-set.ts'
import { format, measure, say, spreadOf } from './measure.ts'
import { bundle, makeRecords, today } from './subject.ts'
import { makeRealEngine, makeWrittenEngine, realRules } from './whole-scheme.ts'

const processes = 5
const timesSchema = v.object({ made: v.number(), checked: v.number() })
const firstEngine = fileURLToPath(new URL('first-engine.ts', import.meta.url))

function benchMaking(record: PersonRecord): void {
  const times = Array.from({ length: processes }, () =>
    v.parse(timesSchema, JSON.parse(execFileSync(process.execPath, [firstEngine], { encoding: 'utf8' }))),
  )
  const fewRounds = 9
  const makeAndCheck = (): unknown => makeRealEngine().check(record, { today })
  say(`  making, first time    ${format(spreadOf(times.map(({ made }) => made)), 'ms')}`)
  say(`  … and the first check ${format(spreadOf(times.map(({ checked }) => checked)), 'ms')}`)
  say(`  making, again         ${format(measure(makeRealEngine, [0], fewRounds), 'ms', 1000)}`)
  say(`  … and its first check ${format(measure(makeAndCheck, [0], fewRounds), 'ms', 1000)}`)
  const validate = (): boolean => v.is(ruleSetSchema, bundle.rules)
  say(`  rules from outside    ${format(measure(validate, [0], fewRounds), 'ms', 1000)}`)
}

const values = (index: number): readonly (readonly [string, string])[] => [
  ['certificateNumber', `N${index}`],
  ['titleSeries', `0${1 + (index % 9)}`],
  ['qualificationName', `Q${index}`],
  ['issueDate', `20${10 + (index % 3)}-0${1 + (index % 9)}`],
]

/** Typing in one row after the other, in fields that rules compare between rows. */
function typeInRows(record: PersonRecord): readonly PersonRecord[] {
  const edited: PersonRecord[] = []
  for (let index = 0; index < 200; index += 1) {
    const [field, value] = values(index)[index % 4] ?? ['', '']
    const row = index % record.titles.length
    edited.push(applyEdit(edited.at(-1) ?? record, { kind: 'set', sheet: 'titles', row, field, value }))
  }
  return edited
}

/** All rules of the scheme: making the engine, full checks and edits, as people meet them. */
export function benchWholeScheme(): void {
  say(`The whole scheme, ${realRules}`)
  const engine = makeRealEngine()
  const written = makeWrittenEngine()
  for (const rows of [1, 50, 200]) {
    const record = makeRecords(2, rows).at(-1)
    if (!record) continue
    if (rows === 1) benchMaking(record)
    const edited = typeInRows(record)
    const live = engine.open(record, { today })
    const update = (next: PersonRecord): unknown => live.update(next)
    const check = (next: PersonRecord): unknown => engine.check(next, { today })
    const checkWritten = (next: PersonRecord): unknown => written.check(next, { today })
    say(`  ${String(rows).padStart(3)} titles, an edit    ${format(measure(update, edited, 3), 'µs')}`)
    say(`  ${String(rows).padStart(3)} titles, full check ${format(measure(check, edited.slice(0, 20), 3), 'µs')}`)
    say(
      `  ${String(rows).padStart(3)} … written out     ${format(measure(checkWritten, edited.slice(0, 20), 3), 'µs')}`,
    )
  }
}

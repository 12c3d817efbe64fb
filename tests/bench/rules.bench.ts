/** The same 30 rules in six engines: a full check, and an edit. Prints medians and ratios; run by `npm run bench`. */
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { byAjv } from './rules/ajv.ts'
import { byHand } from './rules/by-hand.ts'
import { byJsonLogic, byJsonLogicInterpreted } from './rules/json-logic.ts'
import { engine, makeEngine, makeRealEngine, ours, realRules } from './rules/ours.ts'
import { type Engine, makeRecords, today } from './rules/subject.ts'
import { bySurvey } from './rules/survey.ts'
import { byValibot } from './rules/valibot.ts'

const engines: readonly Engine[] = [byHand, ours, byAjv, byJsonLogic, byJsonLogicInterpreted, byValibot, bySurvey]
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const rounds = 25
const slowRounds = 3

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Median time of one call in µs, each round over all the records. */
function measure<T>(run: (item: T) => unknown, items: readonly T[], count = rounds): number {
  const times = Array.from({ length: count }, () => {
    const start = performance.now()
    for (const item of items) run(item)
    return ((performance.now() - start) * 1000) / items.length
  })
  return median(times)
}

function compareVerdicts(records: readonly PersonRecord[]): number {
  let mistakes = 0
  for (const record of records) {
    const wanted = [...byHand.verdict(record)].sort().join(' ')
    if (wanted !== '') mistakes += 1
    for (const { name, verdict } of engines) {
      const found = [...verdict(record)].sort().join(' ')
      if (found !== wanted) throw new Error(`${name} finds ${found}, by hand ${wanted}`)
    }
  }
  if (mistakes === 0 || mistakes === records.length) throw new Error('records must be of both kinds')
  return mistakes
}

function print(title: string, times: readonly (readonly [string, number])[], floor: number): void {
  say(title)
  for (const [name, time] of times)
    say(`  ${name.padEnd(22)}${time.toFixed(2).padStart(12)} µs  × ${(time / floor).toFixed(2)}`)
}

function benchFull(title: string, records: readonly PersonRecord[]): number {
  for (const { run } of engines.filter(({ name }) => name !== bySurvey.name)) measure(run, records, rounds)
  const times = engines.map(({ name, run }) => {
    const isSlow = name === bySurvey.name
    return [name, measure(run, isSlow ? records.slice(0, 10) : records, isSlow ? slowRounds : rounds)] as const
  })
  const floor = times[0]?.[1] ?? 1
  print(title, times, floor)
  return floor
}

const typed = (index: number): RecordEdit =>
  index % 2 === 0
    ? { kind: 'set', sheet: 'basic', row: 0, field: 'mobile', value: `1390000${String(1000 + index)}` }
    : { kind: 'set', sheet: 'titles', row: 0, field: 'certificateNumber', value: `N${index}` }

/** One value is typed after the other, in basic and in a row by turns; every issue is known after each. */
function benchEdit(title: string, record: PersonRecord, floor: number): void {
  const edited: PersonRecord[] = []
  for (let index = 0; index < 400; index += 1) edited.push(applyEdit(edited.at(-1) ?? record, typed(index)))
  const live = engine.open(record, { today })
  const update = (next: PersonRecord): unknown => live.update(next)
  measure(update, edited)
  print(title, [['caibao, an edit', measure(update, edited)]], floor)
}

const plain = makeRecords(600, 1)
const long = makeRecords(120, 50)
say(
  `${compareVerdicts([...plain.slice(0, 24), ...long.slice(0, 8), ...makeRecords(2, 0)])} records with mistakes: the same in all engines`,
)
const plainFloor = benchFull('Full check, one title', plain)
const longFloor = benchFull('Full check, 50 titles', long)
for (const record of plain.slice(1, 2)) benchEdit('Edit, one title (× full check by hand)', record, plainFloor)
for (const record of long.slice(1, 2)) benchEdit('Edit, 50 titles (× full check by hand)', record, longFloor)
say(`Making the engine of these rules: ${(measure(makeEngine, [0]) / 1000).toFixed(2)} ms`)
say(`Making the engine of all ${realRules} rules: ${(measure(makeRealEngine, [0], slowRounds) / 1000).toFixed(2)} ms`)

/** The same 30 rules in six engines: a full check, and an edit. Prints medians of five runs, their spread and ratios; run by `npm run bench`. */
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { byAjv } from './rules/ajv.ts'
import { byHand } from './rules/by-hand.ts'
import { byJsonLogic, byJsonLogicInterpreted } from './rules/json-logic.ts'
import { benchWholeScheme } from './rules/bench-whole-scheme.ts'
import { format, measure, say, type Spread } from './rules/measure.ts'
import { engine, makeEngine, ours, oursWritten } from './rules/ours.ts'
import { type Engine, makeRecords, today } from './rules/subject.ts'
import { bySurvey } from './rules/survey.ts'
import { byValibot } from './rules/valibot.ts'

const engines: readonly Engine[] = [
  byHand,
  oursWritten,
  ours,
  byAjv,
  byJsonLogic,
  byJsonLogicInterpreted,
  byValibot,
  bySurvey,
]
const slowRounds = 1

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

function print(title: string, times: readonly (readonly [string, Spread])[], floor: number): void {
  say(title)
  for (const [name, time] of times) {
    say(`  ${name.padEnd(22)}${format(time, 'µs')}× ${(time.median / floor).toFixed(2)}`)
  }
}

function benchFull(title: string, records: readonly PersonRecord[]): number {
  const times = engines.map(({ name, run }) => {
    const isSlow = name === bySurvey.name
    return [name, isSlow ? measure(run, records.slice(0, 10), slowRounds) : measure(run, records)] as const
  })
  const floor = times[0]?.[1].median ?? 1
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
const makeAndCheck = (): unknown => plain.slice(0, 1).map((record) => makeEngine().check(record, { today }))
say('Making the engine of these rules')
say(`  making                ${format(measure(makeEngine, [0]), 'ms', 1000)}`)
say(`  … and its first check ${format(measure(makeAndCheck, [0]), 'ms', 1000)}`)
benchWholeScheme()

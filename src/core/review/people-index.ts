import { type CaseRow, isPassedInError } from './case-row.ts'
import { type CaseState, caseStates } from './case-state.ts'
import { caseIdOf, type PersonIdentity } from './identity.ts'
import { makePeopleSearch } from './people-search.ts'
import { makeMobiles } from './shared-mobiles.ts'
import { type UnitRule, unitRules } from './unit-checks.ts'

/** Which cases are listed; an empty text stands for all. */
export interface PeopleFilter {
  readonly state: CaseState | ''
  readonly text: string
  readonly unit: string
  readonly rule: string
  readonly sheet: string
  /** Keys of the people behind a number of the totals. */
  readonly keys?: ReadonlySet<string> | undefined
}

/** What the register says of a unit's name (B32, B33): asked for each name, not for each person. */
export type NameRule = (employer: string) => UnitRule | undefined

/** Syllables of a name in Latin letters; names without a spelling are sorted and found by their characters alone. */
export type SpellName = (name: string) => readonly string[]

/** A line of the list as the index keeps it. */
type Person = CaseRow & { readonly key: string }

interface Entry<P extends Person> {
  row: P
  readonly sortedBy: string
  /** `|weixiaoli|wxl|`: whole spelling and initials. */
  sound: string
}

function addTo(counts: Map<string, number>, value: string, by: 1 | -1): void {
  const count = (counts.get(value) ?? 0) + by
  if (count === 0) counts.delete(value)
  else counts.set(value, count)
}

function makeCounts() {
  const states = new Map<CaseState, number>(caseStates.map((state) => [state, 0]))
  const units = new Map<string, number>()
  const rules = new Map<string, number>()
  const sheets = new Map<string, number>()
  const checkedBy = new Map<string, number>()
  let passedInError = 0

  function count(row: CaseRow, by: 1 | -1): void {
    states.set(row.state, (states.get(row.state) ?? 0) + by)
    addTo(units, row.employer, by)
    for (const rule of row.rules) addTo(rules, rule, by)
    for (const sheet of row.sheets) addTo(sheets, sheet, by)
    addTo(checkedBy, row.checkedBy ?? '', by)
    if (isPassedInError(row)) passedInError += by
  }
  return { states, units, rules, sheets, checkedBy, passedInError: () => passedInError, count }
}

type Test = (entry: Entry<Person>) => boolean

/** What a rule asks of a person: the line knows those of the scheme, the unit its own. */
function ruleTest(rule: string, nameRule: NameRule, sharesMobile: (row: CaseRow) => CaseRow | undefined): Test {
  if (rule === 'B53') return ({ row }) => sharesMobile(row) !== undefined
  if (unitRules.some((own) => own === rule)) return ({ row }) => nameRule(row.employer) === rule
  return ({ row }) => row.rules.includes(rule)
}

/** What a filter asks of each person beside the text; nothing for what it leaves open. */
function testsOf({ state, unit, rule, sheet, keys }: PeopleFilter, ofRule: (rule: string) => Test) {
  const tests: readonly (Test | false | undefined)[] = [
    state !== '' && (({ row }) => row.state === state),
    unit !== '' && (({ row }) => row.employer === unit),
    rule !== '' && ofRule(rule),
    sheet !== '' && (({ row }) => row.sheets.includes(sheet)),
    keys && (({ row }) => keys.has(row.key)),
  ]
  return tests.filter((test) => test !== false && test !== undefined)
}

/** Cases by name and birth date. */
function makeNamesakes() {
  const cases = new Map<string, Set<string>>()
  const keyOf = ({ name, birthDate }: PersonIdentity): string => `${name}|${birthDate}`
  return {
    of: (identity: PersonIdentity): Iterable<string> => cases.get(keyOf(identity)) ?? [],
    forget: (row: CaseRow): void => void cases.get(keyOf(row))?.delete(row.caseId),
    remember(row: CaseRow): void {
      const same = cases.get(keyOf(row))
      if (same) same.add(row.caseId)
      else cases.set(keyOf(row), new Set([row.caseId]))
    },
  }
}

/** Cases whose people have another ID number by now than their names say, by that number. */
function makeRenumbered() {
  const cases = new Map<string, Set<string>>()
  return {
    of: (idNumber: string): Iterable<string> => cases.get(idNumber) ?? [],
    forget: ({ idNumber, caseId }: CaseRow): void => void cases.get(idNumber)?.delete(caseId),
    remember(row: CaseRow): void {
      if (row.idNumber === '' || row.caseId === caseIdOf(row)) return
      cases.set(row.idNumber, new Set([...(cases.get(row.idNumber) ?? []), row.caseId]))
    },
  }
}

/** What is known of all people together. */
function makeBooks() {
  const [namesakes, renumbered] = [makeNamesakes(), makeRenumbered()]
  const [counts, mobiles] = [makeCounts(), makeMobiles()]

  function remember(row: CaseRow): void {
    counts.count(row, 1)
    mobiles.change(row, true)
    namesakes.remember(row)
    renumbered.remember(row)
  }

  function forget(row: CaseRow): void {
    counts.count(row, -1)
    mobiles.change(row, false)
    namesakes.forget(row)
    renumbered.forget(row)
  }
  return { namesakes, renumbered, counts, mobiles, remember, forget }
}

function entryOf<P extends Person>(row: P, spell: SpellName): Entry<P> {
  const syllables = spell(row.name)
  const initials = syllables.map(([first = '']) => first).join('')
  return {
    row,
    // Equal sounds stand together by their characters.
    sortedBy: `${syllables.join(' ')}\u0000${row.name}\u0000${row.caseId}`,
    sound: `|${syllables.join('')}|${initials}|`,
  }
}

const isCalledOtherwise = (a: CaseRow, b: CaseRow): boolean => a.name !== b.name || a.idNumber !== b.idNumber

/** Lines that are among the hits, where something is looked for, and pass every test. */
function passing<P extends Person>(
  entries: readonly Entry<P>[],
  hits: Uint8Array | undefined,
  tests: readonly Test[],
): readonly P[] {
  const found: P[] = []
  let at = 0
  for (const entry of entries) {
    if (hits?.[at] !== 0 && tests.every((test) => test(entry))) found.push(entry.row)
    at += 1
  }
  return found
}

/**
 * The list of people as it is looked at: sorted, counted and found, kept up step by step. A change costs what it
 * touches, not the length of the list.
 */
export function makePeopleIndex<P extends Person>(spell: SpellName) {
  const entries = new Map<string, Entry<P>>()
  const byKey = new Map<string, P>()
  const { namesakes, renumbered, counts, mobiles, forget, remember } = makeBooks()
  let order: Entry<P>[] = []
  const search = makePeopleSearch(() => order)

  /** Takes lines in; known people keep their place, so that the list does not jump under the hand. */
  function put(rows: readonly P[]): void {
    const added: Entry<P>[] = []
    for (const row of rows) {
      const known = entries.get(row.caseId)
      if (known) {
        if (isCalledOtherwise(known.row, row)) {
          known.sound = entryOf(row, spell).sound
          search.changed()
        }
        forget(known.row)
        known.row = row
      } else {
        const entry = entryOf(row, spell)
        entries.set(row.caseId, entry)
        added.push(entry)
      }
      remember(row)
      byKey.set(row.key, row)
    }
    if (added.length === 0) return
    order = merged(order, sortEntries(added))
    search.changed()
  }

  function list(filter: PeopleFilter, nameRule: NameRule = () => undefined): readonly P[] {
    const tests = testsOf(filter, (rule) => ruleTest(rule, nameRule, mobiles.other))
    return passing(order, search.find(filter.text), tests)
  }

  return {
    counts,
    /** Who else has a mobile (B53). */
    mobiles,
    put,
    list,
    /** Makes ready a step of what the first search would wait for; false when all is. */
    prepare: search.prepare,
    size: () => order.length,
    rows: (): readonly P[] => order.map(({ row }) => row),
    byCaseId: (caseId: string): P | undefined => entries.get(caseId)?.row,
    byKey: (key: string): P | undefined => byKey.get(key),
    /** People of the same name and birth date. */
    namesakesOf: (identity: PersonIdentity): readonly P[] =>
      Array.from(namesakes.of(identity), (caseId) => entries.get(caseId)?.row).filter((row) => row !== undefined),
    /** Cases that got this ID number by a correction: they stand under another name. */
    renumberedTo: (idNumber: string): Iterable<string> => renumbered.of(idNumber),
  }
}

/** Index of the people a unit holds. */
export type PeopleIndex<P extends Person> = ReturnType<typeof makePeopleIndex<P>>

const compare = (a: Entry<Person>, b: Entry<Person>): number =>
  a.sortedBy < b.sortedBy ? -1 : a.sortedBy > b.sortedBy ? 1 : 0

const sortEntries = <P extends Person>(entries: Entry<P>[]): Entry<P>[] => entries.sort(compare)

/** Two sorted lists as one. */
function merged<P extends Person>(a: readonly Entry<P>[], b: readonly Entry<P>[]): Entry<P>[] {
  const all: Entry<P>[] = []
  let at = 0
  for (const entry of b) {
    const until = firstAfter(a, entry, at)
    for (; at < until; at += 1) all.push(a[at] ?? entry)
    all.push(entry)
  }
  for (; at < a.length; at += 1) {
    const entry = a[at]
    if (entry) all.push(entry)
  }
  return all
}

/** The first place from `low` on whose entry stands behind this one. */
function firstAfter<P extends Person>(sorted: readonly Entry<P>[], entry: Entry<P>, from: number): number {
  let low = from
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const there = sorted[middle]
    if (there && compare(there, entry) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

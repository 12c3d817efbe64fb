import * as v from 'valibot'
import type { CaseRow } from './case-row.ts'
import { caseStates } from './case-state.ts'
import { orderOfNumbers, orderOfTexts } from './text-order.ts'

/** What the list of people can show beside the name. */
export const listColumns = [
  'idNumber',
  'gender',
  'birthDate',
  'employer',
  'revision',
  'findings',
  'unticked',
  'changedAt',
  'state',
] as const

/** A column of the list of people. */
export type ListColumn = (typeof listColumns)[number]

/** Columns of the list before somebody chooses others. */
export const usualColumns: readonly ListColumn[] = ['idNumber', 'employer', 'findings', 'state']

/** What the list can be put in order by; of the name, by its sound. */
export const listSorts = ['name', 'idNumber', 'birthDate', 'employer', 'findings', 'changedAt', 'state'] as const

/** How the list is put in order. */
export interface ListSort {
  readonly by: (typeof listSorts)[number]
  readonly isDescending: boolean
}

const text = v.pipe(v.string(), v.maxLength(200))

/** Longest name of a view, in characters. */
export const longestViewName = 20

/** Shape of a saved view. */
export const savedViewSchema = v.strictObject({
  id: v.string(),
  name: text,
  /** Where it stands among the others. */
  place: v.number(),
  filter: v.strictObject({
    state: v.picklist([...caseStates, '']),
    text,
    unit: text,
    rule: text,
    sheet: text,
  }),
  sort: v.strictObject({ by: v.picklist(listSorts), isDescending: v.boolean() }),
  columns: v.array(v.picklist(listColumns)),
})

/** A view of the list under a name: who is in it, in which order, with which columns. */
export type SavedView = v.InferOutput<typeof savedViewSchema>

/** Whether two views show the same, whatever they are called. */
export function isSameView(a: Omit<SavedView, 'id' | 'name' | 'place'>, b: typeof a): boolean {
  const looks = ({ filter, sort, columns }: typeof a) =>
    JSON.stringify([
      [filter.state, filter.text, filter.unit, filter.rule, filter.sheet],
      [sort.by, sort.isDescending],
      columns,
    ])
  return looks(a) === looks(b)
}

/** The views with one of them moved up or down by so many places, all of them numbered anew. */
export function movedViews(views: readonly SavedView[], id: string, by: number): readonly SavedView[] {
  const at = views.findIndex((view) => view.id === id)
  const moved = views[at]
  if (!moved || at + by < 0 || at + by >= views.length) return views
  const others = views.filter((view) => view !== moved)
  const inOrder = [...others.slice(0, at + by), moved, ...others.slice(at + by)]
  return inOrder.map((view, place) => Object.assign({}, view, { place }))
}

const textOf = {
  idNumber: ({ idNumber }: CaseRow) => idNumber,
  birthDate: ({ birthDate }: CaseRow) => birthDate,
} as const

const numberOf = {
  findings: ({ errors, warnings }: CaseRow) => errors * 1000 + warnings,
  changedAt: ({ changedAt }: CaseRow) => changedAt,
  state: ({ state }: CaseRow) => caseStates.indexOf(state),
} as const

const byCode = (a: string, b: string): number => (a < b ? -1 : 1)

/** More names of units than any unit has below it. */
const mostUnits = 50_000
// Names of units by their sound, as those of people. The order of all that were asked for is that of any of them.
let unitRanks: ReadonlyMap<string, number> = new Map()

/** The number of each unit among all different ones in the order of their sound. */
function ranksOfUnits(people: readonly CaseRow[]): ReadonlyMap<string, number> {
  if (people.every(({ employer }) => unitRanks.has(employer))) return unitRanks
  const { compare } = new Intl.Collator('zh-CN-u-co-pinyin')
  const names = new Set(unitRanks.size > mostUnits ? [] : unitRanks.keys())
  for (const { employer } of people) names.add(employer)
  const sorted = [...names].sort((a, b) => compare(a, b) || byCode(a, b))
  unitRanks = new Map(sorted.map((name, rank) => [name, rank]))
  return unitRanks
}

/** What each is to stand by, as a number. */
function numbersOf(people: readonly CaseRow[], by: keyof typeof numberOf | 'employer'): Float64Array {
  const ranks = by === 'employer' ? ranksOfUnits(people) : undefined
  const numberOfRow = by === 'employer' ? ({ employer }: CaseRow) => ranks?.get(employer) ?? 0 : numberOf[by]
  const numbers = new Float64Array(people.length)
  let at = 0
  for (const row of people) {
    numbers[at] = numberOfRow(row)
    at += 1
  }
  return numbers
}

function peopleAt<R>(people: readonly R[], places: Iterable<number>): readonly R[] {
  const found: R[] = []
  for (const place of places) {
    const row = people[place]
    if (row) found.push(row)
  }
  return found
}

/** The order turned round, but for those alike, which stay as they stand. */
function backwards(order: Uint32Array, values: readonly string[]): readonly number[] {
  const turned: number[] = []
  for (let end = order.length; end > 0;) {
    let start = end - 1
    while (start > 0 && values[order[start - 1] ?? 0] === values[order[start] ?? 0]) start -= 1
    for (let at = start; at < end; at += 1) turned.push(order[at] ?? 0)
    end = start
  }
  return turned
}

/** The order by numbers, counted from the first or the last of them; turned round, those alike stay as they stand too. */
function orderByNumber(numbers: Float64Array, isDescending: boolean): Uint32Array {
  const [first = 0] = numbers
  const end = isDescending
    ? numbers.reduce((found, number) => (number > found ? number : found), first)
    : numbers.reduce((found, number) => (number < found ? number : found), first)
  return orderOfNumbers(numbers.map((number) => Math.floor(isDescending ? end - number : number - end)))
}

function orderByText(texts: readonly string[], isDescending: boolean): Iterable<number> {
  // What is no ASCII came in by hand: rare, and compared text by text.
  const order = orderOfTexts(texts) ?? orderOfOthers(texts)
  return isDescending ? backwards(order, texts) : order
}

function orderOfOthers(texts: readonly string[]): Uint32Array {
  const textAt = (at: number): string => texts[at] ?? ''
  const places = new Uint32Array(texts.length).map((_, at) => at)
  return places.sort((a, b) => (textAt(a) === textAt(b) ? a - b : byCode(textAt(a), textAt(b))))
}

/**
 * People in another order than that of their names, which those alike keep. Sorted by their bits, a few passes over plain
 * numbers: a hundred thousand do not hold the page.
 */
export function sortPeople<R extends CaseRow>(people: readonly R[], { by, isDescending }: ListSort): readonly R[] {
  if (by === 'name') return isDescending ? [...people].reverse() : people
  if (by === 'idNumber' || by === 'birthDate')
    return peopleAt(people, orderByText(people.map(textOf[by]), isDescending))
  return peopleAt(people, orderByNumber(numbersOf(people, by), isDescending))
}

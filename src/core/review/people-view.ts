import * as v from 'valibot'
import type { CaseRow } from './case-row.ts'
import { caseStates } from './case-state.ts'
import { orderOfTexts } from './text-order.ts'

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

const keyOf: { readonly [S in Exclude<ListSort['by'], 'name'>]: (row: CaseRow) => string | number } = {
  idNumber: ({ idNumber }) => idNumber,
  birthDate: ({ birthDate }) => birthDate,
  employer: ({ employer }) => employer,
  findings: ({ errors, warnings }) => errors * 1000 + warnings,
  changedAt: ({ changedAt }) => changedAt,
  state: ({ state }) => caseStates.indexOf(state),
}

type Compare = (a: string | number, b: string | number) => number

const byCode: Compare = (a, b) => (a < b ? -1 : 1)

/** Names of units by their sound, as those of people. */
function bySound(): Compare {
  const { compare } = new Intl.Collator('zh-CN-u-co-pinyin')
  return (a, b) => compare(String(a), String(b)) || byCode(a, b)
}

/** The number of each value among all different ones in ascending order. */
function ranksOf(values: readonly (string | number)[], compare: Compare): ReadonlyMap<string | number, number> {
  const different = [...new Set(values)].sort(compare)
  return new Map(different.map((value, rank) => [value, rank]))
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
function backwards(order: Uint32Array, values: readonly (string | number)[]): readonly number[] {
  const turned: number[] = []
  for (let end = order.length; end > 0;) {
    let start = end - 1
    while (start > 0 && values[order[start - 1] ?? 0] === values[order[start] ?? 0]) start -= 1
    for (let at = start; at < end; at += 1) turned.push(order[at] ?? 0)
    end = start
  }
  return turned
}

/**
 * People in another order than that of their names, which those alike keep. Each is compared by a number, place and
 * all, so that the engine sorts plain numbers.
 */
export function sortPeople<R extends CaseRow>(people: readonly R[], { by, isDescending }: ListSort): readonly R[] {
  if (by === 'name') return isDescending ? [...people].reverse() : people
  const values = people.map(keyOf[by])
  const found = by === 'idNumber' || by === 'birthDate' ? orderOfTexts(values.map(String)) : undefined
  if (found) return peopleAt(people, isDescending ? backwards(found, values) : found)
  const ranks = ranksOf(values, by === 'employer' ? bySound() : byCode)
  const order = Float64Array.from(values, (value, at) => {
    const rank = ranks.get(value) ?? 0
    return (isDescending ? ranks.size - rank : rank) * people.length + at
  }).sort()
  return peopleAt(
    people,
    order.map((place) => place % people.length),
  )
}

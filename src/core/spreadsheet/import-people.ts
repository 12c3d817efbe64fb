import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import { isRowSheet } from '#core/record/record.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import { type ColumnPlan, planColumns, rowsBelow, tellingWhose, untitledColumns } from './plan-columns.ts'
import { type CellProblem, readRow, type RowPlace } from './read-row.ts'
import { columnName, type Table } from './spreadsheet.ts'

export type { CellProblem } from './read-row.ts'

/** Somebody as the tables tell; not checked by the rules yet. */
export interface ImportedPerson {
  /** With `''` where a value is to go that stands so far. */
  readonly record: PersonRecord
  /** Row on the first sheet. */
  readonly row: number
  /** What keeps this person from being imported. */
  readonly problems: readonly CellProblem[]
}

/** What tables of people hold. */
export interface ImportedPeople {
  readonly people: readonly ImportedPerson[]
  /** Rows of no person that is known: they keep back whoever they name, and nobody where they name nobody. */
  readonly problems: readonly CellProblem[]
  /** Heads of columns, and names of sheets, that nothing is taken from. */
  readonly unused: readonly string[]
  /** Columns without a head in which something stands. */
  readonly untitled: readonly { readonly sheet: string; readonly column: string }[]
  /** Names of sheets that the workbook does not show, so that they are not read. */
  readonly hidden: readonly string[]
}

/** What tables are read with. */
export interface ImportSources {
  readonly scheme: Scheme
  readonly tables: TableLookup
  /** A new id for a record. */
  readonly newId: () => string
}

interface PlannedSheet {
  readonly sheet: Sheet
  readonly table: Table
  readonly plan: ColumnPlan
}

/** Tables that hold a sheet of the form, by name or by their head; the first one with a head of people is 基本信息. */
function planSheets(tables: readonly Table[], { scheme }: ImportSources) {
  const planned: PlannedSheet[] = []
  const unused: string[] = []
  for (const table of tables) {
    const plans = scheme.sheets.flatMap((sheet) => {
      const plan = planColumns(table, sheet)
      const isNamed = table.name.includes(sheet.title)
      return plan ? [{ sheet, table, plan, weight: plan.weight + (isNamed ? 1000 : 0) }] : []
    })
    const best = plans.sort((a, b) => b.weight - a.weight)[0]
    if (best) planned.push(best)
    else if (table.rows.length > 0) unused.push(table.name)
  }
  return { planned, unused }
}

interface Growing {
  basic: Row
  readonly rows: Map<string, Row[]>
  readonly row: number
  readonly problems: CellProblem[]
}

type KeyKind = 'id' | 'number' | 'name'

/** What a row says about whose it is, the surest first; spellings that mean the same are made one. */
function keysOf(said: Readonly<Record<KeyKind, string | undefined>>) {
  const plain = (kind: KeyKind): string => (said[kind] ?? '').normalize('NFC').replace(/\s/gu, '')
  const keys = [
    { kind: 'id', text: plain('id') },
    { kind: 'number', text: plain('number').normalize('NFKC').toUpperCase() },
    { kind: 'name', text: plain('name') },
  ] as const
  return keys.filter(({ text }) => text !== '')
}

/** People as they grow, found again by record number, ID number, or a name nobody else has. */
class GrowingPeople {
  readonly all: Growing[] = []
  readonly #byKey = {
    id: new Map<string, Growing[]>(),
    number: new Map<string, Growing[]>(),
    name: new Map<string, Growing[]>(),
  }

  add(person: Growing, { id }: ColumnPlan['links'], cells: readonly string[]): void {
    this.all.push(person)
    for (const { kind, text } of keysOf({
      id: cells[id ?? -1],
      number: person.basic['idNumber'],
      name: person.basic['name'],
    })) {
      const same = this.#byKey[kind].get(text)
      if (same) same.push(person)
      else this.#byKey[kind].set(text, [person])
    }
  }

  /**
   * The one a row belongs to. What is weaker decides among those the stronger names, and never in its place: a number
   * that nobody has is a slip, not a reason to take somebody of that name.
   */
  find({ id, idNumber, name }: ColumnPlan['links'], cells: readonly string[]): Growing | undefined {
    const said = keysOf({ id: cells[id ?? -1], number: cells[idNumber ?? -1], name: cells[name ?? -1] })
    // What the first sheet does not say of anybody tells nobody apart.
    const telling = said.filter(({ kind }) => this.#byKey[kind].size > 0)
    let left: readonly Growing[] = []
    for (const [at, { kind, text }] of telling.entries()) {
      const named = this.#byKey[kind].get(text) ?? []
      left = at === 0 ? named : left.filter((person) => named.includes(person))
      if (left.length <= 1) return left[0]
    }
    return undefined
  }

  /** Everybody whom a row names by anything. */
  namedBy({ id, idNumber, name }: ColumnPlan['links'], cells: readonly string[]): ReadonlySet<Growing> {
    const said = keysOf({ id: cells[id ?? -1], number: cells[idNumber ?? -1], name: cells[name ?? -1] })
    return new Set(said.flatMap(({ kind, text }) => this.#byKey[kind].get(text) ?? []))
  }
}

/** Whether a row says neither a name nor a number: what nobody can be called by is no person. */
const isNameless = ({ row }: RowPlace, { columns }: ColumnPlan): boolean =>
  columns.every(({ field, column }) => !tellingWhose.has(field.key) || (row.cells[column] ?? '').trim() === '')

function readBasics(
  planned: readonly PlannedSheet[],
  sources: ImportSources,
  people: GrowingPeople,
): readonly CellProblem[] {
  const ofNobody: CellProblem[] = []
  for (const { table, plan } of planned.filter(({ sheet }) => sheet.kind === 'single')) {
    for (const row of rowsBelow(table, plan)) {
      const place: RowPlace = { table, row }
      const { values, problems } = readRow(place, plan, sources.tables)
      if (Object.keys(values).length === 0 && problems.length === 0) continue
      if (isNameless(place, plan)) ofNobody.push(rowOfNobody(place, plan, 'stray'))
      else
        people.add({ basic: values, rows: new Map(), row: row.number, problems: [...problems] }, plan.links, row.cells)
    }
  }
  return ofNobody
}

/** A row of nobody, with what it says of whose it is: the surest stands for it. */
function rowOfNobody({ table, row }: RowPlace, { titles, links }: ColumnPlan, reason: 'nobody' | 'stray'): CellProblem {
  const said = [links.idNumber, links.id, links.name].find((at) => (row.cells[at ?? -1] ?? '').trim() !== '')
  return {
    sheet: table.name,
    row: row.number,
    column: columnName(said ?? 0),
    title: titles[said ?? -1] ?? '',
    value: [...(row.cells[said ?? -1] ?? '')].slice(0, 60).join(''),
    reason,
    choices: [],
  }
}

/** Whoever a row of nobody is of would come without it, and their other rows in each other's place. */
function keepBack(named: ReadonlySet<Growing>, problem: CellProblem): void {
  for (const { problems } of named) problems.push(problem)
}

function readOthers(
  planned: readonly PlannedSheet[],
  sources: ImportSources,
  people: GrowingPeople,
): readonly CellProblem[] {
  const ofNobody: CellProblem[] = []
  for (const { sheet, table, plan } of planned.filter((each) => each.sheet.kind === 'rows')) {
    for (const row of rowsBelow(table, plan)) {
      const { values, problems } = readRow({ table, row }, plan, sources.tables)
      if (Object.keys(values).length === 0 && problems.length === 0) continue
      const person = people.find(plan.links, row.cells)
      if (!person) {
        const named = people.namedBy(plan.links, row.cells)
        const problem = rowOfNobody({ table, row }, plan, named.size > 0 ? 'nobody' : 'stray')
        ofNobody.push(problem)
        keepBack(named, problem)
        continue
      }
      person.problems.push(...problems)
      person.rows.set(sheet.key, [...(person.rows.get(sheet.key) ?? []), values])
    }
  }
  return ofNobody
}

function recordOf({ basic, rows }: Growing, { scheme, newId }: ImportSources): PersonRecord {
  const rowsIn = (key: string): readonly Row[] => (isRowSheet(key) ? (rows.get(key) ?? []) : [])
  return {
    scheme: scheme.id,
    schemeVersion: scheme.version,
    id: newId(),
    basic,
    education: rowsIn('education'),
    titles: rowsIn('titles'),
    qualifications: rowsIn('qualifications'),
    awards: rowsIn('awards'),
    honors: rowsIn('honors'),
  }
}

/** Reads people from tables: what each cell means, and where it means nothing. Changes nothing anywhere. */
export function importPeople(tables: readonly Table[], sources: ImportSources): ImportedPeople {
  const { planned, unused } = planSheets(tables, sources)
  const people = new GrowingPeople()
  const problems = [...readBasics(planned, sources, people), ...readOthers(planned, sources, people)]
  return {
    people: people.all.map((person) => ({
      record: recordOf(person, sources),
      row: person.row,
      problems: person.problems,
    })),
    problems,
    unused: [...unused, ...planned.flatMap(({ plan }) => plan.unused)],
    untitled: planned.flatMap(({ table, plan }) =>
      untitledColumns(table, plan).map((column) => ({ sheet: table.name, column })),
    ),
    hidden: tables.filter(({ isHidden }) => isHidden).map(({ name }) => name),
  }
}

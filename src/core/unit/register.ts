import * as v from 'valibot'
import { cutText } from '#core/characters/cut-text.ts'
import { tidiedCell, tidiedNumber } from '#core/review/tidied-cell.ts'
import { nameBehindDivisions, unitNameKey, withoutDivisions } from '#core/review/unit-names.ts'
import { columnsTold, isFilled, type ListColumn, type ListSheets, pickSheets } from '#core/spreadsheet/list-sheets.ts'
import { cellName, type Spoiling, spoilingAt, type Table, type TableRow } from '#core/spreadsheet/spreadsheet.ts'
import { makeNearUnits } from './near-units.ts'
import type { IsPlace } from './place-names.ts'
import { registerColumns, type RegisterPart, type RegisterPlaces } from './register-columns.ts'

const unitName = v.pipe(v.string(), v.minLength(1))

/**
 * Shape of a unit in the register. How long a name may be is said where a table is read: a list that was kept is
 * never lost for one long cell.
 */
export const registeredUnitSchema = v.strictObject({
  /** As on the seal. */
  name: unitName,
  orgCode: v.exactOptional(v.string()),
  aliases: v.array(unitName),
})

/** A lower unit: its official name, its code, and what people call it. */
export type RegisteredUnit = v.InferOutput<typeof registeredUnitSchema>

/** 单位名录: the lower units by their official names. */
export const registerSchema = v.array(registeredUnitSchema)

/** A cell of a list that cannot be taken. */
export interface ListProblem {
  readonly sheet: string
  readonly cell: string
  readonly value: string
  readonly reason:
    | 'headUnknown'
    | 'nameMissing'
    | 'tooLong'
    | 'nameTwice'
    | 'aliasTwice'
    | 'orgCodeBad'
    | 'orgCodeTwice'
    | 'numberCut'
    | 'cellError'
}

/** A register as it was read from tables, and from what of them. */
export interface ReadRegister {
  readonly units: readonly RegisteredUnit[]
  readonly problems: readonly ListProblem[]
  readonly columns: readonly ListColumn<RegisterPart>[]
  readonly sheets: ListSheets
}

const longestName = 60

function nameReason(official: string, known: ReadonlySet<string>): ListProblem['reason'] | undefined {
  if (official === '') return 'nameMissing'
  if (official.length > longestName) return 'tooLong'
  return known.has(official) ? 'nameTwice' : undefined
}

function codeReason(
  orgCode: string | undefined,
  spoiling: Spoiling | undefined,
  known: ReadonlySet<string>,
): ListProblem['reason'] | undefined {
  if (spoiling === 'numberCut' || spoiling === 'cellError') return spoiling
  if (orgCode === undefined) return undefined
  if (!/^[0-9A-Z-]{8,32}$/.test(orgCode)) return 'orgCodeBad'
  return known.has(orgCode) ? 'orgCodeTwice' : undefined
}

const aliasesIn = (cell: string | undefined): readonly string[] => (cell ?? '').split(/[、;；,，/|]/u).map(tidiedCell)

function unitOf(cells: readonly string[], at: RegisterPlaces): RegisteredUnit {
  const official = tidiedCell(cells[at.name])
  const orgCode = tidiedNumber(cells[at.orgCode])
  const aliases = at.aliases.flatMap((column) => aliasesIn(cells[column]))
  const other = [...new Set(aliases)].filter((alias) => alias !== '' && alias !== official)
  return { name: official, ...(orgCode !== '' && { orgCode }), aliases: other }
}

/** Names, without the spellings that make no difference, of which each belongs to one unit. */
class NameOwners {
  readonly #owners = new Map<string, RegisteredUnit>()
  readonly shared = new Set<string>()

  constructor(units: readonly RegisteredUnit[]) {
    for (const unit of units) {
      for (const key of new Set(unit.aliases.map(unitNameKey))) {
        if (this.#owners.has(key)) this.shared.add(key)
        this.#owners.set(key, unit)
      }
    }
    // A name is nobody else's alias, whatever the list says.
    const names = new Map(units.map((unit) => [unitNameKey(unit.name), unit]))
    for (const [key, unit] of names) {
      const owner = this.#owners.get(key)
      if (owner && owner !== unit) this.shared.add(key)
    }
    for (const key of this.shared) this.#owners.delete(key)
    for (const [key, unit] of names) this.#owners.set(key, unit)
  }

  of(text: string): RegisteredUnit | undefined {
    return this.#owners.get(unitNameKey(text))
  }
}

/** What is wrong with a cell of other names, of which `shared` are of more units than one. */
function aliasReasons(cell: string | undefined, unit: RegisteredUnit, shared: ReadonlySet<string>) {
  const aliases = aliasesIn(cell)
  const reasons: ListProblem['reason'][] = []
  if (aliases.some((alias) => alias.length > longestName)) reasons.push('tooLong')
  if (aliases.some((alias) => alias !== unit.name && shared.has(unitNameKey(alias)))) reasons.push('aliasTwice')
  return reasons
}

/** A row of a sheet, and the unit it is of. */
interface UnitLine {
  readonly table: Table
  readonly at: RegisterPlaces
  readonly row: TableRow
  readonly unit: RegisteredUnit
}

/** Finds what is wrong with the lines, one after the other: which of two comes first decides which is told. */
class LineProblems {
  readonly found: ListProblem[] = []
  readonly #names = new Set<string>()
  readonly #codes = new Set<string>()
  readonly #sharedAliases: ReadonlySet<string>

  constructor(units: readonly RegisteredUnit[]) {
    this.#sharedAliases = new NameOwners(units).shared
  }

  add(line: UnitLine): void {
    const { table, at, row, unit } = line
    const isError = (column: number): boolean => spoilingAt(table, column, row.number) === 'cellError'
    const reason = isError(at.name) ? 'cellError' : nameReason(unit.name, this.#names)
    if (reason) this.#wrong(line, at.name, reason)
    const badCode = codeReason(unit.orgCode, spoilingAt(table, at.orgCode, row.number), this.#codes)
    if (badCode) this.#wrong(line, at.orgCode, badCode)
    for (const column of at.aliases) {
      const reasons = aliasReasons(row.cells[column], unit, this.#sharedAliases)
      for (const bad of isError(column) ? (['cellError'] as const) : reasons) this.#wrong(line, column, bad)
    }
    this.#names.add(unit.name)
    if (unit.orgCode !== undefined) this.#codes.add(unit.orgCode)
  }

  #wrong({ table, row: { number, cells } }: UnitLine, column: number, reason: ListProblem['reason']): void {
    const value = cutText(cells[column] ?? '', longestName)
    this.found.push({ sheet: table.name, cell: cellName(column, number), value, reason })
  }
}

/** Reads a register from the sheets that make it up, cell by cell; a list with problems is not taken over. */
export function readRegister(tables: readonly Table[]): ReadRegister {
  const { picked, sheets } = pickSheets(tables, registerColumns)
  const columns = columnsTold(picked.map(({ plan }) => plan.columns))
  const unknownHeads = picked.flatMap(({ table, plan: { unknownHead } }): ListProblem[] => {
    if (!unknownHead) return []
    const value = cutText(unknownHead.value, longestName)
    return [{ sheet: table.name, cell: unknownHead.cell, value, reason: 'headUnknown' }]
  })
  // Where the names stand nobody knows: no row of it says anything.
  if (unknownHeads.length > 0) return { units: [], problems: unknownHeads, columns: [], sheets }
  const lines = picked.flatMap(({ table, plan: { at, lines: rows } }) =>
    rows.filter(isFilled).map((row): UnitLine => ({ table, at, row, unit: unitOf(row.cells, at) })),
  )
  const units = lines.map(({ unit }) => unit)
  const problems = new LineProblems(units)
  for (const line of lines) problems.add(line)
  return { units, problems: problems.found, columns, sheets }
}

/** How a name stands in a register. */
export type NameInRegister =
  | { readonly kind: 'official' }
  | { readonly kind: 'alias' | 'similar'; readonly unit: RegisteredUnit }
  | { readonly kind: 'unknown' }

/** Units that may be meant by a name that is not official. */
interface Meant {
  readonly units: readonly RegisteredUnit[]
  /** Whether it can only be the one: another spelling of it, or a slip that is near to no other. */
  readonly isClear: boolean
}

function file(units: Map<string, RegisteredUnit[]>, key: string, unit: RegisteredUnit): void {
  const same = units.get(key)
  if (same) same.push(unit)
  else units.set(key, [unit])
}

/** Finds the one name that only lacks divisions before it, or has more of them; where several fit, nobody can tell. */
function makeDivisions(units: readonly RegisteredUnit[]): (text: string) => RegisteredUnit | undefined {
  const whole = new Map<string, RegisteredUnit[]>()
  const shorter = new Map<string, RegisteredUnit[]>()
  for (const unit of units) {
    file(whole, nameBehindDivisions(unit.name), unit)
    for (const name of withoutDivisions(unit.name)) file(shorter, name, unit)
  }
  return (text) => {
    const longer = shorter.get(nameBehindDivisions(text)) ?? []
    const [found, ...more] = new Set([...longer, ...withoutDivisions(text).flatMap((name) => whole.get(name) ?? [])])
    return more.length === 0 ? found : undefined
  }
}

const noPlace: IsPlace = () => false

/**
 * Looks names up in a register: as they are, as aliases, as slips. Until the places are known nobody can tell 柳州 from 梧州:
 * a slip is asked about then, and never clear.
 */
export function openRegister(units: readonly RegisteredUnit[], isPlace?: IsPlace) {
  const official = new Set(units.map((unit) => unit.name))
  const owners = new NameOwners(units)
  const nearTo = makeNearUnits(units, isPlace ?? noPlace)
  const divisionsOf = makeDivisions(units)
  const codes = new Set(units.flatMap(({ orgCode }) => orgCode ?? []))

  /** The one unit a name is a slip of; of two, nobody can tell. */
  function slipOf(text: string): RegisteredUnit | undefined {
    const [found, ...more] = nearTo(text).filter(({ slips }) => slips <= 1)
    return more.length === 0 ? found?.unit : undefined
  }

  function find(text: string): NameInRegister {
    if (official.has(text)) return { kind: 'official' }
    const exact = owners.of(text)
    if (exact) return { kind: exact.aliases.includes(text) ? 'alias' : 'similar', unit: exact }
    // Lists kept by earlier versions may give one alias to two units: which of them is meant nobody can tell.
    const similar = owners.shared.has(unitNameKey(text)) ? undefined : (slipOf(text) ?? divisionsOf(text))
    return similar ? { kind: 'similar', unit: similar } : { kind: 'unknown' }
  }

  /** Which units may be meant, the nearest first: asked of a person, who alone can tell where it is not clear (B33). */
  function meantBy(text: string): Meant {
    const found = find(text)
    const unit = 'unit' in found ? [found.unit] : []
    if (found.kind === 'official' || owners.of(text) || owners.shared.has(unitNameKey(text)))
      return { units: unit, isClear: true }
    const near = nearTo(text)
    const all = new Set([...unit, ...near.map((each) => each.unit)])
    const isKnownPlace = isPlace !== undefined || near.length === 0
    return { units: [...all], isClear: isKnownPlace && found.kind === 'similar' && all.size === 1 }
  }

  return {
    isEmpty: units.length === 0,
    /** Whether a name stands there as it is: the quick question of the two. */
    isOfficial: (text: string): boolean => official.has(text),
    find,
    meantBy,
    /** Whether a unit that sends a pack is one of these: by its code, else by its official name (M14). */
    holds: (unit: { readonly name: string; readonly orgCode: string }): boolean =>
      codes.has(unit.orgCode) || official.has(unit.name),
  }
}

/** A register ready to be asked. */
export type OpenRegister = ReturnType<typeof openRegister>

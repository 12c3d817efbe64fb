import * as v from 'valibot'
import { cutText } from '#core/characters/cut-text.ts'
import { differBySlip, nameBehindDivisions, nearKeys, unitNameKey, withoutDivisions } from '#core/review/unit-names.ts'
import {
  cellName,
  rowsWithHead,
  type Spoiling,
  spoilingAt,
  type Table,
  type TableRow,
} from '#core/spreadsheet/spreadsheet.ts'

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
  readonly cell: string
  readonly value: string
  readonly reason: 'nameMissing' | 'tooLong' | 'nameTwice' | 'aliasTwice' | 'orgCodeBad' | 'numberCut' | 'cellError'
}

/** A register as it was read from a table. */
export interface ReadRegister {
  readonly units: readonly RegisteredUnit[]
  readonly problems: readonly ListProblem[]
}

const longestName = 60
const heads = {
  name: /^(?:单位)?(?:全称|名称|单位|单位全称|单位名称|规范名称)(?:\(.*\))?$/u,
  orgCode: /代码|信用/u,
  aliases: /别名|简称|曾用名|其他(?:写法|名称)/u,
}

const plain = (text: string | undefined): string => (text ?? '').normalize('NFC').replace(/\s/gu, '')

interface Columns {
  readonly name: number
  readonly orgCode: number
  readonly aliases: readonly number[]
}

/** Which column is what, by the head. */
function columnsOf(head: readonly string[]): Columns | undefined {
  const titles = head.map((title) => plain(title).normalize('NFKC'))
  const at = titles.findIndex((title) => heads.name.test(title))
  if (at === -1) return undefined
  const aliases = titles.flatMap((title, index) => (heads.aliases.test(title) ? [index] : []))
  return { name: at, orgCode: titles.findIndex((title) => heads.orgCode.test(title)), aliases }
}

/** The columns and what stands below their head; without one, names stand in the first column from the first row. */
function planRegister(table: Table): { readonly at: Columns; readonly lines: readonly TableRow[] } {
  for (const [index, { cells }] of rowsWithHead(table).entries()) {
    const at = columnsOf(cells)
    if (at) return { at, lines: table.rows.slice(index + 1) }
  }
  return { at: { name: 0, orgCode: -1, aliases: [] }, lines: table.rows }
}

function nameReason(official: string, known: ReadonlySet<string>): ListProblem['reason'] | undefined {
  if (official === '') return 'nameMissing'
  if (official.length > longestName) return 'tooLong'
  return known.has(official) ? 'nameTwice' : undefined
}

function codeReason(orgCode: string | undefined, spoiling: Spoiling | undefined): ListProblem['reason'] | undefined {
  if (spoiling === 'numberCut' || spoiling === 'cellError') return spoiling
  return orgCode === undefined || /^[0-9A-Z-]{8,32}$/.test(orgCode) ? undefined : 'orgCodeBad'
}

const aliasesIn = (cell: string | undefined): readonly string[] => (cell ?? '').split(/[、;；,，/|]/u).map(plain)

function unitOf(cells: readonly string[], at: Columns): RegisteredUnit {
  const official = plain(cells[at.name])
  const orgCode = plain(cells[at.orgCode]).toUpperCase()
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

/** Reads a register from a table, cell by cell; a list with problems is not taken over. */
export function readRegister(table: Table): ReadRegister {
  const { at, lines } = planRegister(table)
  const units: RegisteredUnit[] = []
  const problems: ListProblem[] = []
  const known = new Set<string>()
  const body = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const { shared } = new NameOwners(body.map(({ cells }) => unitOf(cells, at)))
  for (const { number, cells } of body) {
    const unit = unitOf(cells, at)
    const wrong = (column: number, reason: ListProblem['reason']): void =>
      void problems.push({ cell: cellName(column, number), value: cutText(cells[column] ?? '', longestName), reason })
    const isError = (column: number): boolean => spoilingAt(table, column, number) === 'cellError'
    const reason = isError(at.name) ? 'cellError' : nameReason(unit.name, known)
    if (reason) wrong(at.name, reason)
    const badCode = codeReason(unit.orgCode, spoilingAt(table, at.orgCode, number))
    if (badCode) wrong(at.orgCode, badCode)
    for (const column of at.aliases) {
      const reasons = isError(column) ? (['cellError'] as const) : aliasReasons(cells[column], unit, shared)
      for (const bad of reasons) wrong(column, bad)
    }
    known.add(unit.name)
    units.push(unit)
  }
  return { units, problems }
}

/** How a name stands in a register. */
export type NameInRegister =
  | { readonly kind: 'official' }
  | { readonly kind: 'alias' | 'similar'; readonly unit: RegisteredUnit }
  | { readonly kind: 'unknown' }

function file(units: Map<string, RegisteredUnit[]>, key: string, unit: RegisteredUnit): void {
  const same = units.get(key)
  if (same) same.push(unit)
  else units.set(key, [unit])
}

/** Finds the name that differs from another by a slip, among thousands, without comparing with each. */
function makeSlips(units: readonly RegisteredUnit[]): (text: string) => RegisteredUnit | undefined {
  const near = new Map<string, RegisteredUnit[]>()
  for (const unit of units) {
    for (const key of nearKeys(unit.name)) file(near, key, unit)
  }
  return (text) => {
    for (const key of nearKeys(text)) {
      const found = near.get(key)?.find((unit) => differBySlip(unit.name, text))
      if (found) return found
    }
    return undefined
  }
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

/** Looks names up in a register: as they are, as aliases, as slips. */
export function openRegister(units: readonly RegisteredUnit[]) {
  const official = new Set(units.map((unit) => unit.name))
  const owners = new NameOwners(units)
  const slipOf = makeSlips(units)
  const divisionsOf = makeDivisions(units)
  const codes = new Set(units.flatMap(({ orgCode }) => orgCode ?? []))

  function find(text: string): NameInRegister {
    if (official.has(text)) return { kind: 'official' }
    const exact = owners.of(text)
    if (exact) return { kind: exact.aliases.includes(text) ? 'alias' : 'similar', unit: exact }
    // Lists kept by earlier versions may give one alias to two units: which of them is meant nobody can tell.
    const similar = owners.shared.has(unitNameKey(text)) ? undefined : (slipOf(text) ?? divisionsOf(text))
    return similar ? { kind: 'similar', unit: similar } : { kind: 'unknown' }
  }

  return {
    isEmpty: units.length === 0,
    find,
    /** Whether a unit that sends a pack is one of these: by its code, else by its official name (M14). */
    holds: (unit: { readonly name: string; readonly orgCode: string }): boolean =>
      codes.has(unit.orgCode) || official.has(unit.name),
  }
}

/** A register ready to be asked. */
export type OpenRegister = ReturnType<typeof openRegister>

import * as v from 'valibot'
import { areSimilarUnitNames, unitNameKey } from '#core/review/unit-names.ts'
import { cellName, type Table } from '#core/spreadsheet/spreadsheet.ts'

const unitName = v.pipe(v.string(), v.minLength(1), v.maxLength(60))

/** Shape of a unit in the register. */
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
  readonly reason: 'nameMissing' | 'nameTooLong' | 'nameTwice' | 'orgCodeBad'
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

/** Which column is what, by the head; without one, names stand in the first column. */
function columnsOf(head: readonly string[]): Columns | undefined {
  const titles = head.map((title) => plain(title).normalize('NFKC'))
  const at = titles.findIndex((title) => heads.name.test(title))
  if (at === -1) return undefined
  const aliases = titles.flatMap((title, index) => (heads.aliases.test(title) ? [index] : []))
  return { name: at, orgCode: titles.findIndex((title) => heads.orgCode.test(title)), aliases }
}

function nameReason(official: string, known: ReadonlySet<string>): ListProblem['reason'] | undefined {
  if (official === '') return 'nameMissing'
  if (official.length > longestName) return 'nameTooLong'
  return known.has(official) ? 'nameTwice' : undefined
}

function unitOf(cells: readonly string[], at: Columns): RegisteredUnit {
  const official = plain(cells[at.name])
  const orgCode = plain(cells[at.orgCode]).toUpperCase()
  const aliases = at.aliases.flatMap((column) => (cells[column] ?? '').split(/[、;；,，/|]/u).map(plain))
  const other = [...new Set(aliases)].filter((alias) => alias !== '' && alias !== official)
  return { name: official, ...(orgCode !== '' && { orgCode }), aliases: other }
}

/** Reads a register from a table, cell by cell; a list with problems is not taken over. */
export function readRegister({ rows }: Table): ReadRegister {
  const columns = columnsOf(rows[0]?.cells ?? [])
  const at = columns ?? { name: 0, orgCode: -1, aliases: [] }
  const units: RegisteredUnit[] = []
  const problems: ListProblem[] = []
  const known = new Set<string>()
  for (const { number, cells } of columns ? rows.slice(1) : rows) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const unit = unitOf(cells, at)
    const wrong = (column: number, reason: ListProblem['reason']): void =>
      void problems.push({ cell: cellName(column, number), value: (cells[column] ?? '').slice(0, longestName), reason })
    const reason = nameReason(unit.name, known)
    if (reason) wrong(at.name, reason)
    if (unit.orgCode !== undefined && !/^[0-9A-Z-]{8,32}$/.test(unit.orgCode)) wrong(at.orgCode, 'orgCodeBad')
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

/** A name and what is left of it with one character less: names that differ in one character share one of these. */
function nearKeys(name: string): readonly string[] {
  const characters = [...unitNameKey(name)]
  return [characters.join(''), ...characters.map((_, at) => characters.filter((__, other) => other !== at).join(''))]
}

/** Finds the name that differs from another by a slip, among thousands, without comparing with each. */
function makeSlips(units: readonly RegisteredUnit[]): (text: string) => RegisteredUnit | undefined {
  const near = new Map<string, RegisteredUnit[]>()
  for (const unit of units) {
    for (const key of nearKeys(unit.name)) {
      const same = near.get(key)
      if (same) same.push(unit)
      else near.set(key, [unit])
    }
  }
  return (text) => {
    for (const key of nearKeys(text)) {
      const found = near.get(key)?.find((unit) => areSimilarUnitNames(unit.name, text))
      if (found) return found
    }
    return undefined
  }
}

/** Looks names up in a register: as they are, as aliases, as slips. */
export function openRegister(units: readonly RegisteredUnit[]) {
  const official = new Set(units.map((unit) => unit.name))
  const byKey = new Map<string, RegisteredUnit>()
  for (const unit of units) {
    for (const each of [...unit.aliases, unit.name]) byKey.set(unitNameKey(each), unit)
  }
  const slipOf = makeSlips(units)
  const codes = new Set(units.flatMap(({ orgCode }) => orgCode ?? []))

  function find(text: string): NameInRegister {
    if (official.has(text)) return { kind: 'official' }
    const exact = byKey.get(unitNameKey(text))
    if (exact) return { kind: exact.aliases.includes(text) ? 'alias' : 'similar', unit: exact }
    const similar = slipOf(text)
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

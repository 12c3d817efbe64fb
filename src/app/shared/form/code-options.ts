import type { AttrValue, CodeEntry, CodeTable } from '#core/codes/code-table.ts'
import { searchTable } from '#core/codes/search-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Row } from '#core/record/record.ts'
import type { CodeField, Field, Narrowing } from '#core/scheme/scheme.ts'

/** An entry on offer. */
export interface CodeOption {
  readonly entry: CodeEntry
  /** Names above the entry, when they help to tell it from others. */
  readonly above: string
  /** What an abolished place is called today. */
  readonly now?: string
  readonly isRecent: boolean
}

/** What the offer depends on beside the text typed. */
export interface OfferSituation {
  readonly field: CodeField
  readonly table: CodeTable
  readonly accept: (entry: CodeEntry) => boolean
  readonly recent: readonly string[]
}

/** Most entries listed at once: more are found by typing on. */
export const mostOptions = 80

const agrees = (attr: AttrValue | undefined, wanted: AttrValue): boolean => {
  if (attr === undefined) return true
  return typeof attr === 'object'
    ? typeof wanted === 'string' && attr.includes(wanted)
    : String(attr) === String(wanted)
}

function wantedBy(
  { field, fieldAttr }: Narrowing,
  fields: readonly Field[],
  row: Row,
  tables: TableLookup,
): AttrValue | undefined {
  const value = row[field] ?? ''
  if (value === '') return undefined
  if (fieldAttr === undefined) return value
  const other = fields.find(({ key }) => key === field)
  return other?.kind === 'code' ? tables.table(other.table)?.attr(value, fieldAttr) : undefined
}

/** Tells which entries agree with the other answers of the row. */
export function narrowedBy(
  field: CodeField,
  fields: readonly Field[],
  row: Row,
  tables: TableLookup,
): (entry: CodeEntry) => boolean {
  const wanted = field.narrowBy.flatMap((narrowing) => {
    const value = wantedBy(narrowing, fields, row, tables)
    return value === undefined ? [] : [{ attr: narrowing.attr, value }]
  })
  return (entry) => wanted.every(({ attr, value }) => agrees(entry.attrs[attr], value))
}

/** Names above a code, without its own. */
export function namesAbove(table: CodeTable, code: string): string {
  return table
    .path(code)
    .slice(0, -1)
    .map(({ name }) => name)
    .join(' ')
}

function isPinned({ field }: OfferSituation, entry: CodeEntry): boolean {
  const byAttr = field.pinnedAttr !== undefined && Boolean(entry.attrs[field.pinnedAttr])
  return byAttr || (field.pinnedPrefix !== undefined && entry.code.startsWith(field.pinnedPrefix))
}

function optionOf(
  { table }: OfferSituation,
  entry: CodeEntry,
  now: CodeEntry | undefined,
  isRecent: boolean,
): CodeOption {
  const above = namesAbove(table, entry.code)
  return { entry, above, isRecent, ...(now && { now: table.fullName(now.code) }) }
}

function withoutQuery(situation: OfferSituation): readonly CodeOption[] {
  const { table, accept, recent } = situation
  const isOffered = (entry: CodeEntry) => entry.selectable && !entry.abolished && accept(entry)
  const recentEntries = recent.flatMap((code) => table.get(code) ?? []).filter(isOffered)
  const { pinnedAttr, pinnedPrefix } = situation.field
  const hasPinned = pinnedAttr !== undefined || pinnedPrefix !== undefined
  const pinned: CodeEntry[] = []
  const others: CodeEntry[] = []
  for (const entry of table.entries()) {
    if (!hasPinned && others.length >= mostOptions) break
    if (!isOffered(entry) || recent.includes(entry.code)) continue
    ;(isPinned(situation, entry) ? pinned : others).push(entry)
  }
  return [
    ...recentEntries.map((entry) => optionOf(situation, entry, undefined, true)),
    ...[...pinned, ...others].slice(0, mostOptions).map((entry) => optionOf(situation, entry, undefined, false)),
  ]
}

/** What is offered for the text: recent and pinned entries first while nothing is typed. */
export function codeOptions(situation: OfferSituation, query: string): readonly CodeOption[] {
  if (query.trim() === '') return withoutQuery(situation)
  const { table, accept, recent } = situation
  return searchTable(table, query, { accept, limit: mostOptions }).map(({ entry, now }) =>
    optionOf(situation, entry, now, recent.includes(entry.code)),
  )
}

/** The entry the text names exactly, by code or by a name only one entry bears. */
export function exactEntry(options: readonly CodeOption[], text: string): CodeEntry | undefined {
  const wanted = text.normalize('NFKC').trim()
  const byCode = options.find(({ entry }) => entry.code === wanted)
  if (byCode) return byCode.entry
  const named = options.filter(({ entry }) => entry.name === wanted || entry.aliases.includes(wanted))
  return named.length === 1 ? named[0]?.entry : undefined
}

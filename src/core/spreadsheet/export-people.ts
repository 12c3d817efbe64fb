import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { OpenPieceStore } from '#core/zip/piece-store.ts'
import { makeZip } from '#core/zip/write-zip.ts'
import { narrowRecord, narrowScheme } from './choose-columns.ts'
import { csvMark, csvRow } from './csv.ts'
import { personRows, recordHeads, type TabledPerson } from './record-tables.ts'
import { makeXlsx } from './write-xlsx.ts'

/** What people can be exported as: a workbook, a ZIP of CSV files, or JSON. */
export const exportFormats = ['xlsx', 'csv', 'json'] as const

/** What people are exported as. */
export type ExportFormat = (typeof exportFormats)[number]

type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>, void>
type People = AsyncIterable<TabledPerson> | Iterable<TabledPerson>

/** What the names of codes are looked up in. */
export interface ExportSources {
  readonly scheme: Scheme
  readonly tables: TableLookup
}

/** What is exported of everyone, and where packed bytes wait. */
export interface ExportChoices {
  /** Columns by `sheet.field`; all when absent. */
  readonly chosen?: ReadonlySet<string> | undefined
  /** Memory when absent. */
  readonly openStore?: OpenPieceStore
}

async function* asXlsx(people: People, { scheme, tables }: ExportSources, openStore?: OpenPieceStore): Pieces {
  const xlsx = makeXlsx(recordHeads(scheme), openStore)
  for await (const person of people) {
    for (const { sheet, values } of personRows(person, scheme, tables)) await xlsx.addRow(sheet, values)
  }
  yield* xlsx.finish()
}

async function* asCsv(people: People, { scheme, tables }: ExportSources, openStore?: OpenPieceStore): Pieces {
  const zip = makeZip(openStore)
  const heads = recordHeads(scheme)
  const files = heads.map(({ name }, index) => zip.open(`${index + 1} ${name}.csv`))
  for (const [index, { columns }] of heads.entries()) {
    await files[index]?.write(csvMark + csvRow(columns.map(({ title }) => title)))
  }
  for await (const person of people) {
    for (const { sheet, values } of personRows(person, scheme, tables)) await files[sheet]?.write(csvRow(values))
  }
  yield* zip.finish()
}

async function* asJson(people: People): Pieces {
  const encoder = new TextEncoder()
  let before = '[\n'
  for await (const { record } of people) {
    yield encoder.encode(before + JSON.stringify(record))
    before = ',\n'
  }
  yield encoder.encode(before === '[\n' ? '[]\n' : '\n]\n')
}

async function* narrowed(people: People, scheme: Scheme): AsyncGenerator<TabledPerson, void> {
  for await (const person of people) yield { ...person, record: narrowRecord(person.record, scheme) }
}

/** Exports people one after the other, all columns or those chosen; what is written waits nowhere but packed. */
export function exportPeople(
  people: People,
  format: ExportFormat,
  { scheme, tables }: ExportSources,
  { chosen, openStore }: ExportChoices = {},
): Pieces {
  const sources = { scheme: chosen ? narrowScheme(scheme, chosen) : scheme, tables }
  if (format === 'xlsx') return asXlsx(people, sources, openStore)
  if (format === 'csv') return asCsv(people, sources, openStore)
  return asJson(chosen ? narrowed(people, sources.scheme) : people)
}

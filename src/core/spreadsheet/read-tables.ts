import { fail, ok, type Result } from '#core/errors/result.ts'
import { isZip, readZip } from '#core/zip/read-zip.ts'
import { decodeCsv, readCsv } from './csv.ts'
import { readXlsx } from './read-xlsx.ts'
import { type SpreadsheetError, spreadsheetLimits, type Table } from './spreadsheet.ts'

/** A file by its name and its content. */
export interface NamedBlob {
  readonly name: string
  readonly content: Blob
}

const withoutEnding = (name: string): string => name.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '')

async function readText({ name, content }: NamedBlob): Promise<Result<Table, SpreadsheetError>> {
  if (content.size > spreadsheetLimits.sizeBytes) return fail('SPREADSHEET_TOO_LARGE', {})
  const bytes = new Uint8Array(await content.arrayBuffer())
  // The old XLS begins so; it is no text.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return fail('SPREADSHEET_NOT_ONE', {})
  const text = decodeCsv(bytes)
  return text.ok ? readCsv(text.value, withoutEnding(name)) : text
}

/** The CSV files of a ZIP, as the export makes it. */
async function readZipped(file: Blob): Promise<Result<readonly Table[], SpreadsheetError>> {
  const tables: Table[] = []
  for await (const { name, content } of readZip(file, spreadsheetLimits.zip)) {
    if (!/\.(?:csv|txt)$/i.test(name)) continue
    const table = content.ok ? await readText({ name, content: content.value }) : fail('SPREADSHEET_DAMAGED', {})
    if (!table.ok) return table
    tables.push(table.value)
  }
  return tables.length > 0 ? ok(tables) : fail('SPREADSHEET_NOT_ONE', {})
}

/** The tables of a workbook, a CSV file, or a ZIP of CSV files. */
export async function readTables(file: NamedBlob): Promise<Result<readonly Table[], SpreadsheetError>> {
  if (!(await isZip(file.content))) {
    const table = await readText(file)
    return table.ok ? ok([table.value]) : table
  }
  const workbook = await readXlsx(file.content)
  if (workbook.ok || workbook.error.code !== 'SPREADSHEET_NOT_ONE') return workbook
  return readZipped(file.content)
}

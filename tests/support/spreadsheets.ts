import { makeXlsx, type SheetHead } from '#core/spreadsheet/write-xlsx.ts'

/** A workbook of our own writing, as a file. */
export async function aWorkbook(
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[],
): Promise<Blob> {
  const heads = sheets.map(({ name, rows }): SheetHead => ({
    name,
    columns: (rows[0] ?? []).map((title) => ({ title, width: 12 })),
  }))
  const xlsx = makeXlsx(heads)
  for (const [sheet, { rows }] of sheets.entries()) for (const row of rows.slice(1)) await xlsx.addRow(sheet, row)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of xlsx.finish()) pieces.push(piece)
  return new Blob(pieces)
}
